// The customer's side: the own thread with the support team.

import { socketUrl, threadsUrl, writeHeaders } from "./config.js";
import { openSession } from "./session.js";

const root = document.getElementById("support-chat");

/** Open the thread of a visitor who has none yet. */
async function openThread() {
  const answer = await fetch(`${threadsUrl}support/`, { method: "POST", headers: { Accept: "application/json", ...writeHeaders() } });
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  return (await answer.json()).id;
}

const thread = root.dataset.thread || (await openThread());
openSession(root, {
  socketUrl: socketUrl("support/"),
  messagesUrl: `${threadsUrl}${thread}/messages/`,
  ownId: root.dataset.me,
});
