'use strict';

fetch('/sandbox/state').then((response) => response.json()).then((state) => {
  delete state.token;
  document.getElementById('state').textContent = JSON.stringify(state, null, 2);
});
