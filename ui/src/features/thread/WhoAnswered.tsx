import { Monitor, Smartphone, UsersRound } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { ThreadMessage } from "@/bindings";
import { oneLine } from "@/shared/text/plain";

const ICONS = { console: Monitor, phone: Smartphone, elsewhere: UsersRound } as const;

/** Which of us wrote it: a person by name where the platform says so, else where it was written. Q32. */
export function WhoAnswered({ message }: { message: ThreadMessage }) {
	const { t } = useTranslation();
	const { origin, assignee } = message;
	if (origin === "customer") return null;
	const Icon = ICONS[origin];
	return (
		<span className="flex max-w-32 min-w-0 items-center gap-0.5">
			<Icon size={11} aria-hidden="true" />
			<span className="bidi-isolate truncate">
				{origin === "elsewhere" && assignee !== null ? oneLine(assignee) : t(`origin.${origin}`)}
			</span>
		</span>
	);
}
