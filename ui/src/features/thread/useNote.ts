import { useEffect, useState } from "react";

export type Note = { kind: "done" | "failed"; text: string };

const SHOWN_MS = 4000;

/** What came of something that has no place of its own. Good news goes by itself, bad news stays. */
export function useNote() {
	const [note, setNote] = useState<Note | null>(null);
	useEffect(() => {
		if (note?.kind !== "done") return;
		const timer = setTimeout(() => setNote(null), SHOWN_MS);
		return () => clearTimeout(timer);
	}, [note]);
	return { note, tell: setNote, dismiss: () => setNote(null) };
}
