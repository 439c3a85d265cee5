import { useRef } from "react";
import { useTranslation } from "react-i18next";
import type { ThreadMessage } from "@/bindings";
import { useSummary } from "@/shared/i18n/useSummary";
import { oneLine } from "@/shared/text/plain";

/**
 * Says what arrives in the open chat. The log itself stays silent, because in a virtual list every step of
 * scrolling adds rows, and a screen reader would read them all.
 */
export function Announcer({ messages }: { messages: readonly ThreadMessage[] }) {
	const { t } = useTranslation();
	const summary = useSummary();
	const newest = messages.at(-1);
	const first = useRef(newest?.key.messageId);
	const arrived = newest !== undefined && newest.direction === "in" && newest.key.messageId !== first.current;
	return (
		<div aria-live="polite" className="sr-only">
			{arrived && t("thread.announce", { name: oneLine(newest.sender.name), text: summary(newest.content) })}
		</div>
	);
}
