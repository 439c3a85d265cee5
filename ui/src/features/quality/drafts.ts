/** What was typed about a conversation and not kept yet: it is there again when one comes back. */
import { useEffect, useState } from "react";

const typed = new Map<string, unknown>();

/** As `useState`, but the value outlives the component under its key. `forget` when it was kept. */
export function useDraft<T>(key: string, first: () => T): [T, (value: T) => void, () => void] {
	const [value, setValue] = useState<T>(() => (typed.has(key) ? (typed.get(key) as T) : first()));
	const [touched, setTouched] = useState(() => typed.has(key));
	useEffect(() => {
		if (touched) typed.set(key, value);
	}, [key, touched, value]);
	return [
		value,
		(next) => {
			setTouched(true);
			setValue(next);
		},
		() => {
			typed.delete(key);
			setTouched(false);
		},
	];
}
