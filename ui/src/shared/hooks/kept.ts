/** Small choices about this window that survive a restart: no secrets, nothing that was written. */
type Kept = {
	theme: string;
	language: string;
	listWidth: string;
	assignee: string;
	panel: string;
	emoji: string;
};

export function readKept(name: keyof Kept): string | null {
	try {
		return localStorage.getItem(`zuoxi.${name}`);
	} catch {
		return null;
	}
}

export function keep(name: keyof Kept, value: string): void {
	try {
		localStorage.setItem(`zuoxi.${name}`, value);
	} catch {
		// Without storage the window starts with its defaults, which is no loss.
	}
}
