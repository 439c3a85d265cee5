// Scrolls as a person does who looks for something, and takes the time of every frame. A frame is blank when there is a place
// in the part that is scrolled where no row is drawn. The same script runs in every window that is compared.
const orders = (() => {
	const PARTS = {
		list: { part: "[data-testid=chat-list]", row: "[data-testid=chat-row]", step: 1 },
		thread: { part: "[data-testid=timeline]", row: "[data-index]", step: -1 },
	};
	function blank(part, row) {
		const { left, top, width, height } = part.getBoundingClientRect();
		for (const share of [0.1, 0.3, 0.5, 0.7, 0.9]) {
			const there = document.elementFromPoint(left + width / 2, top + height * share);
			if (there?.closest(row) === null && part.contains(there)) return true;
		}
		return false;
	}
	function scroll(which, { seconds, speed }) {
		const { part: selector, row, step } = PARTS[which];
		const part = document.querySelector(selector);
		const read = { frames: [], blank: 0, stalled: 0, scrolled: 0, height: part.scrollHeight };
		return new Promise((resolve) => {
			let before = 0;
			let began = 0;
			const frame = (at) => {
				if (began === 0) began = at;
				if (before > 0) {
					read.frames.push(at - before);
					const from = part.scrollTop;
					// At the speed of a hand, whatever frames there are.
					part.scrollTop = from + (step * speed * (at - before)) / 1000;
					const moved = Math.abs(part.scrollTop - from);
					read.scrolled += moved;
					if (moved === 0) read.stalled += 1;
				}
				before = at;
				// What is drawn is there after the frame.
				setTimeout(() => {
					if (blank(part, row)) read.blank += 1;
				}, 0);
				if (at - began < seconds * 1000) requestAnimationFrame(frame);
				else resolve(read);
			};
			requestAnimationFrame(frame);
		});
	}
	return {
		ready: () => document.querySelectorAll(PARTS.list.row).length >= 5 && document.querySelectorAll(PARTS.thread.row).length >= 5,
		list: (how) => scroll("list", how),
		thread: (how) => scroll("thread", how),
	};
})();
