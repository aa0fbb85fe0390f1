// The customer's side: the own thread with the support team.

import { config, socketUrl } from "./config.js";
import { openSession } from "./session.js";

const root = document.getElementById("support-chat");
openSession(root, {
  socketUrl: socketUrl("support/"),
  messagesUrl: `${config.messagesApiUrlBase.replace(/messages\/$/, "threads/")}${root.dataset.thread}/messages/`,
  ownId: root.dataset.me,
});
