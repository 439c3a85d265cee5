import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ChatKey, Timestamp } from "@/bindings";
import { chatPath, useDeskStore } from "@/shared/host";
import { useLanguage } from "@/shared/i18n/useLanguage";
import { useReason } from "@/shared/i18n/useReason";
import { formatTime } from "@/shared/time/model";
import { landingOn } from "./dates";
import type { Note } from "./useNote";
import type { useThreadPages } from "./useThreadPages";

/** Reads back until a day is loaded whole, then says where to land. It can be stopped, and keeps what it has read. */
export function useDateJump(
	chat: ChatKey,
	pages: Pick<ReturnType<typeof useThreadPages>, "readBackTo">,
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

	async function go(day: Timestamp) {
		run.current += 1;
		const mine = run.current;
		try {
			const arrived = await pages.readBackTo(day, (oldest) => {
				if (run.current === mine) setAt(oldest);
				return run.current === mine;
			});
			if (!arrived || run.current !== mine) return;
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
