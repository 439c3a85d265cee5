import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ChatKey, Timestamp } from "@/bindings";
import { chatPath, useDeskStore } from "@/shared/host";
import { useLanguage } from "@/shared/i18n/useLanguage";
import { useReason } from "@/shared/i18n/useReason";
import { formatTime } from "@/shared/time/model";
import { landingOn } from "./dates";
import type { Note } from "./useNote";
import { isWhole, type useThreadPages } from "./useThreadPages";

/** Far more than scrolling reads at a time: nobody looks at what lies between. */
const JUMP_PAGE = 500;

/** Reads back until a day is loaded whole, then says where to land. It can be stopped, and keeps what it has read. */
export function useDateJump(
	chat: ChatKey,
	pages: Pick<ReturnType<typeof useThreadPages>, "readBack">,
	tell: (note: Note) => void,
) {
	const { t } = useTranslation();
	const reason = useReason();
	const language = useLanguage();
	/** How far back the reading has come; null while none is under way. */
	const [at, setAt] = useState<Timestamp | null>(null);
	const [target, setTarget] = useState<{ messageId: string } | null>(null);
	const run = useRef(0);
	const named = (time: Timestamp) => formatTime(time, "dateWithYear", language);
	const loaded = () => useDeskStore.getState().desk?.threads.get(chatPath(chat));

	/** Reads as far as needed; false if it was stopped. */
	async function readTo(day: Timestamp, mine: number): Promise<boolean> {
		for (;;) {
			const thread = loaded();
			const oldest = thread?.messages[0]?.timestamp;
			if (!thread?.loaded || oldest === undefined || oldest < day || isWhole(thread)) return true;
			setAt(oldest);
			const grew = await pages.readBack(JUMP_PAGE);
			if (run.current !== mine) return false;
			if (!grew) return true;
		}
	}

	async function go(day: Timestamp) {
		run.current += 1;
		const mine = run.current;
		try {
			if (!(await readTo(day, mine))) return;
		} catch (error) {
			if (run.current === mine)
				tell({ kind: "failed", text: t("dates.failed", { date: named(day), reason: reason(error) }) });
			return;
		} finally {
			if (run.current === mine) setAt(null);
		}
		const messages = loaded()?.messages ?? [];
		const landing = landingOn(messages, day);
		if (landing === null) {
			tell({ kind: "done", text: t("dates.nothing", { date: named(day) }) });
			return;
		}
		setTarget({ messageId: landing.messageId });
		const first = messages[0];
		if (!landing.later || first === undefined) return;
		const atStart = first.key.messageId === landing.messageId;
		tell({
			kind: "done",
			text: atStart
				? t("dates.reachedStart", { date: named(first.timestamp) })
				: t("dates.landed", { date: named(day) }),
		});
	}

	return {
		at,
		/** The message to show at the top; a new object for every jump. */
		target,
		go: (day: Timestamp) => void go(day),
		stop: () => {
			run.current += 1;
			setAt(null);
		},
	};
}
