/**
 * What the address asks to be done once the window is there, for pictures of it: `?open=0` opens the first chat, `?ctrl=k`
 * presses a key with Ctrl, `?type=search-field:退款` fills a field, `?click=view-requests,requests-all` presses what has
 * these test ids, one after the other.
 */
import { asked } from "./scene";

export function playScript() {
	const open = asked.get("open");
	if (open !== null)
		setTimeout(
			() => document.querySelectorAll<HTMLElement>("[data-testid=chat-row]")[Number(open)]?.click(),
			400,
		);

	const key = asked.get("ctrl");
	if (key !== null)
		setTimeout(() => window.dispatchEvent(new KeyboardEvent("keydown", { key, ctrlKey: true })), 700);

	for (const [index, id] of (asked.get("click") ?? "").split(",").entries())
		setTimeout(
			() => document.querySelector<HTMLElement>(`[data-testid="${id}"]`)?.click(),
			900 + index * 300,
		);

	const [field, typed] = (asked.get("type") ?? "").split(":");
	if (typed !== undefined)
		setTimeout(() => {
			const input = document.querySelector<HTMLInputElement>(`input[data-testid="${field}"]`);
			// React hears only of values that were set the way a browser sets them.
			Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set?.call(input, typed);
			input?.dispatchEvent(new Event("input", { bubbles: true }));
		}, 1100);
}
