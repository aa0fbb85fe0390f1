// `window.chatConfig`, read from the page's JSON so that no inline script is needed.

const page = document.getElementById("chat-config");
window.chatConfig ??= JSON.parse(page?.textContent ?? "{}");

/** The configuration of this page: `adminAvatarUrl`, `defaultAvatarUrl`, `messagesApiUrlBase`, `websocketBaseUrl`. */
export const config = window.chatConfig;

/** The threads of the API: they stand beside the messages. */
export const threadsUrl = config.messagesApiUrlBase.replace(/messages\/$/, "threads/");

/** The words of this page, translated by the server. */
export const words = JSON.parse(document.getElementById("chat-words")?.textContent ?? "{}");

/** The whole address of a socket, of this host where the configuration names none. */
export function socketUrl(path) {
  const base = new URL(config.websocketBaseUrl, location.href);
  base.protocol = base.protocol.replace("http", "ws");
  return new URL(path, base).href;
}

/** The headers of a request that writes. */
export function writeHeaders() {
  const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? document.querySelector("[name=csrfmiddlewaretoken]")?.value;
  return token ? { "X-CSRFToken": decodeURIComponent(token) } : {};
}
