// The page's CSRF token, for requests that scripts make: any {% csrf_token %} on the page, else the cookie.

export function csrfToken() {
  const field = document.querySelector("input[name=csrfmiddlewaretoken]");
  return field?.value ?? document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";
}
