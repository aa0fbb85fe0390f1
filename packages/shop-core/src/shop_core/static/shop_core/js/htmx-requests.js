// Gives htmx's requests the CSRF token, and says so where one fails.

import { csrfToken } from "./csrf.js";

document.addEventListener("htmx:configRequest", ({ detail }) => {
  if (detail.verb !== "get") detail.headers["X-CSRFToken"] = csrfToken();
});

function announceFailure() {
  const template = document.getElementById("request-failed");
  document.getElementById("messages").replaceChildren(template.content.cloneNode(true));
}

document.addEventListener("htmx:responseError", announceFailure);
document.addEventListener("htmx:sendError", announceFailure);
