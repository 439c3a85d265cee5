import { Check, CircleAlert, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/shared/ui/IconButton";
import type { Note } from "./useNote";

/** What came of copying, saving or opening, over the lower end of the thread. */
export function NoteLine({ note, onDismiss }: { note: Note | null; onDismiss: () => void }) {
	const { t } = useTranslation();
	if (note === null) return null;
	const failed = note.kind === "failed";
	return (
		<div className="pointer-events-none absolute inset-x-16 bottom-3 z-10 flex justify-center">
			<div
				role={failed ? "alert" : "status"}
				data-testid="thread-note"
				className="selectable pointer-events-auto flex min-w-0 items-center gap-2 rounded-card bg-surface-3 px-3 py-1.5 text-small text-text-1 shadow-float"
			>
				{failed ? (
					<CircleAlert size={16} aria-hidden="true" className="text-danger-text" />
				) : (
					<Check size={16} aria-hidden="true" className="text-accent-text" />
				)}
				<span className="bidi-isolate min-w-0 [overflow-wrap:anywhere]">{note.text}</span>
				{failed && (
					<IconButton label={t("messageMenu.dismiss")} size={24} onClick={onDismiss}>
						<X size={14} />
					</IconButton>
				)}
			</div>
		</div>
	);
}
