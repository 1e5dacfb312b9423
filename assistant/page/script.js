// Shows an answer while it is made, and copies. Without it every form and link works by itself.
document.documentElement.classList.add("scripted");
const main = document.getElementById("main");
let shown = location.pathname; // of the page that stands here, whatever its address has become

const pieceOf = (html) => document.importNode(new DOMParser().parseFromString(html, "text/html").body, true).childNodes;

async function* eventsOf(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const blocks = (rest + value).split("\n\n");
    rest = blocks.pop();
    for (const block of blocks) {
      const [, name, data] = block.match(/^event: (.*)\ndata: (.*)$/) ?? [];
      if (name) yield [name, JSON.parse(data)];
    }
  }
}

// The place where the answer will stand. What stands below it is put away meanwhile, so that nothing moves.
function openPlace(question) {
  const fresh = document.getElementById("pending").content.cloneNode(true);
  const article = fresh.querySelector("article");
  article.querySelector(".asked").textContent = question;
  const thread = main.querySelector(".thread");
  if (thread) thread.append(article);
  else main.replaceChildren(fresh);
  for (const part of main.querySelectorAll(".again, .manage")) part.hidden = true;
  main.querySelector(".answer").classList.add("live");
  article.querySelector(".question").focus({ preventScroll: true });
  article.scrollIntoView({ block: "start", behavior: "instant" });
  return article;
}

async function show(response, article) {
  const result = article.querySelector(".result");
  for await (const [name, data] of eventsOf(response)) {
    if (name === "status" && data.html) {
      result.classList.add("signposted");
      result.append(...pieceOf(data.html));
    } else if (name === "statement") {
      article.querySelector(".quotes").append(...pieceOf(data.html));
    } else if (name === "error") {
      throw new Error(data.detail);
    } else if (name === "done") {
      finish(article, data);
      return;
    }
  }
  throw new Error("The answer broke off.");
}

function finish(article, data) {
  const links = [...article.querySelectorAll("a.open")];
  const at = links.indexOf(document.activeElement);
  const whole = [...pieceOf(data.html)].find((node) => node.nodeType === Node.ELEMENT_NODE);
  article.replaceWith(whole);
  if (at >= 0) whole.querySelectorAll("a.open")[at]?.focus({ preventScroll: true });
  else if (!document.activeElement || document.activeElement === document.body) {
    const heading = whole.querySelector(".question");
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }
  const news = document.createElement("p");
  news.className = "unseen";
  news.setAttribute("role", "status");
  whole.append(news);
  news.textContent = data.title;
  document.title = `${data.title} · Review Assistant`;
  const first = !main.querySelector(".again");
  history[first ? "pushState" : "replaceState"](null, "", data.url);
  shown = location.pathname;
  if (first) void addRest(data.url);
  else {
    for (const part of main.querySelectorAll(".again, .manage")) part.hidden = false;
    main.querySelector("#question").value = "";
    main.querySelector(".ask [role=alert]")?.remove();
    settle();
  }
}

// The box for the next question stands on the conversation's own page; it is taken from there.
async function addRest(url) {
  const page = await (await fetch(url, { headers: { Accept: "text/html" } })).text();
  const rest = new DOMParser().parseFromString(page, "text/html");
  const answer = main.querySelector(".answer");
  answer.append(...[...rest.querySelectorAll(".again, .manage")].map((part) => document.importNode(part, true)));
  main.append(document.importNode(rest.getElementById("pending"), true));
}

// The question was not sent on: its page comes back, and says why.
async function showAgain(response) {
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.querySelector("main .ask [role=alert]");
  if (!fresh) throw new Error("The question could not be answered as it was asked.");
  main.replaceChildren(...[...page.querySelector("main").childNodes].map((part) => document.importNode(part, true)));
  document.title = page.title;
  const said = main.querySelector(".ask [role=alert]");
  said.tabIndex = -1;
  said.focus();
  said.scrollIntoView({ block: "center", behavior: "instant" });
}

function settle() {
  for (const form of document.querySelectorAll("form[aria-busy]")) {
    form.removeAttribute("aria-busy");
    for (const button of form.querySelectorAll("button")) button.disabled = false;
    const status = form.querySelector("[role=status]");
    if (status) status.textContent = "";
  }
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("form[data-busy]") || form.getAttribute("aria-busy")) return;
  const pending = document.getElementById("pending");
  const body = new URLSearchParams(new FormData(form, event.submitter));
  if (!body.get("question").trim() || !pending || !window.TextDecoderStream) return;
  event.preventDefault();
  form.setAttribute("aria-busy", "true");
  const article = openPlace(body.get("question").trim());
  try {
    const response = await fetch(form.action, { method: "POST", body, headers: { Accept: "text/event-stream" } });
    if (response.status === 401) {
      location.assign("/sign-in");
      return;
    }
    if (!(response.headers.get("content-type") ?? "").startsWith("text/event-stream")) {
      await showAgain(response);
      return;
    }
    await show(response, article);
  } catch (problem) {
    const said = article.querySelector(".headline");
    said.textContent = `${problem.message} `;
    const again = document.createElement("a");
    again.href = location.href;
    again.textContent = "Ask again";
    said.append(again);
    article.removeAttribute("aria-busy");
  }
});

document.addEventListener("keydown", (event) => {
  const box = event.target;
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing && box.matches?.(".ask textarea")) {
    event.preventDefault();
    box.form.requestSubmit();
  }
});

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copies]");
  if (!button) return;
  const text = document.getElementById(button.dataset.copies);
  text.select();
  try {
    await navigator.clipboard.writeText(text.value);
  } catch {
    document.execCommand("copy"); // where the page is not served over https the clipboard is not there
  }
  button.parentElement.querySelector("[role=status]").textContent = "Copied";
});

addEventListener("popstate", () => { if (location.pathname !== shown) location.reload(); });
addEventListener("pageshow", settle);
