/** Puts text on the clipboard; the older way is for windows that do not offer the newer one. */
export async function copyText(text: string): Promise<void> {
	try {
		await navigator.clipboard.writeText(text);
	} catch {
		copyByCommand(text);
	}
}

function copyByCommand(text: string) {
	const before = document.activeElement;
	const box = document.createElement("textarea");
	box.value = text;
	box.className = "sr-only";
	document.body.append(box);
	box.select();
	const copied = document.execCommand("copy");
	box.remove();
	if (before instanceof HTMLElement) before.focus({ preventScroll: true });
	if (!copied) throw new Error("the clipboard refused the text");
}
