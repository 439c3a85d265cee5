// How old a message is when it has been painted. It looks after each frame: the time of its being said stands in its text,
// behind its number, and what came with the same frame counts each. What was never shown, because the next came first, does
// not count. The same script runs in every window that is compared.
const orders = (() => {
	const MARK = /L (\d+) (\d{13}) /;
	const MOST = 100000;
	let thread = [];
	let list = [];
	let frames = [];
	let before = 0;
	const top = { thread: -1, list: -1 };
	function look(selector, which, into) {
		let next = top[which];
		const now = Date.now();
		for (const element of document.querySelectorAll(selector)) {
			const mark = MARK.exec(element.textContent);
			if (mark === null || Number(mark[1]) <= top[which]) continue;
			next = Math.max(next, Number(mark[1]));
			if (into.length < MOST) into.push(now - Number(mark[2]));
		}
		top[which] = next;
	}
	function painted() {
		look("[data-testid=timeline] [data-testid=message]", "thread", thread);
		look("[data-testid=chat-row]", "list", list);
	}
	function frame(at) {
		if (before > 0 && frames.length < MOST) frames.push(at - before);
		before = at;
		setTimeout(painted, 0);
		requestAnimationFrame(frame);
	}
	requestAnimationFrame(frame);
	return {
		begin() {
			[thread, list, frames] = [[], [], []];
			before = 0;
			return true;
		},
		read: () => ({ thread, list, frames, top: top.thread }),
	};
})();
