from .models import CimiResource

class CloudEntryPoint(CimiResource):
    @property
    def entry_points(self) -> dict[str, str]: ...
