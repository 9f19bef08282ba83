"""Shared namespace: other distributions own their own ``slipstream.something``."""
__path__ = __import__('pkgutil').extend_path(__path__, __name__)
