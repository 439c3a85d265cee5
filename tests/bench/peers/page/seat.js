// A list of chats, the newest first, of which only what is seen is drawn, and the open chat's messages. What comes within a
// frame is drawn once.
const ROW = 64;
const SHOWN_MESSAGES = 60;
const list = document.querySelector(".list");
const space = document.querySelector(".rows");
const timeline = document.querySelector(".timeline");
const watched = new URLSearchParams(location.search).get("watched");
const chats = new Map();
const drawn = new Map();
let order = [];
let said = [];
let scheduled = false;

function schedule() {
	if (scheduled) return;
	scheduled = true;
	requestAnimationFrame(draw);
}

function part(parent, name, tag = "div") {
	const element = document.createElement(tag);
	element.className = name;
	parent.append(element);
	return element;
}

function makeRow() {
	const element = document.createElement("div");
	element.className = "row";
	element.dataset.testid = "chat-row";
	const face = part(element, "face");
	const words = part(element, "words");
	const more = part(element, "more");
	const row = { element, face, name: part(words, "name"), preview: part(words, "preview"), time: part(more, "time"), unread: part(more, "unread", "span") };
	space.append(element);
	return row;
}

function set(element, text) {
	if (element.textContent !== text) element.textContent = text;
}

function draw() {
	scheduled = false;
	order = [...chats.values()].sort((a, b) => b.lastActive - a.lastActive);
	space.style.height = `${order.length * ROW}px`;
	const first = Math.max(0, Math.floor(list.scrollTop / ROW) - 6);
	const last = Math.min(order.length, Math.ceil((list.scrollTop + list.clientHeight) / ROW) + 6);
	const seen = new Set();
	for (let at = first; at < last; at++) {
		const chat = order[at];
		seen.add(chat.id);
		let row = drawn.get(chat.id);
		if (row === undefined) drawn.set(chat.id, (row = makeRow()));
		row.element.style.transform = `translateY(${at * ROW}px)`;
		set(row.face, chat.name.slice(0, 1));
		set(row.name, chat.name);
		set(row.preview, chat.preview);
		set(row.time, new Date(chat.lastActive).toTimeString().slice(0, 5));
		set(row.unread, chat.unread > 0 ? String(chat.unread) : "");
	}
	for (const [id, row] of drawn) {
		if (seen.has(id)) continue;
		row.element.remove();
		drawn.delete(id);
	}
	if (said.length > 0) {
		for (const text of said) {
			const message = part(timeline, "message");
			message.dataset.testid = "message";
			message.textContent = text;
		}
		said = [];
		while (timeline.childElementCount > SHOWN_MESSAGES) timeline.firstElementChild.remove();
		timeline.scrollTop = timeline.scrollHeight;
	}
}

list.addEventListener("scroll", schedule, { passive: true });
fetch("/chats")
	.then((answer) => answer.json())
	.then((rows) => {
		for (const row of rows) chats.set(row.id, row);
		schedule();
		live((name, it) => {
			if (name === "message") {
				if (it.chatId === watched) said.push(it.content.content);
			} else {
				const { chatId: id, chatName, unreadCount, pushContent, lastMsgActive } = it;
				chats.set(id, { id, name: chatName ?? "", unread: unreadCount ?? 0, preview: pushContent ?? "", lastActive: lastMsgActive ?? 0 });
			}
			schedule();
		});
	});
