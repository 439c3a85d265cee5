/**
 * Gives the focus to what a key has chosen, and shows it. By itself the browser shows no focus that a script moved after
 * the pointer was used last, so that whoever changes from the mouse to the keys would not see where they are.
 */
export function focusByKey(element: HTMLElement | null | undefined): void {
	// The DOM's types do not know the option yet.
	const options: FocusOptions & { focusVisible: boolean } = { focusVisible: true };
	element?.focus(options);
}
