import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Action, RobotKey } from "@/bindings";
import { act, dismissRefusal, useDesk } from "../host";
import { newestChange } from "../host/changes";
import { useActionWords } from "../i18n/useActionWords";
import { useReason } from "../i18n/useReason";
import { MINUTE_MS } from "../time/model";
import { useNow } from "../time/useNow";
import type { FieldChange } from "../ui/InlineEdit";

/** A field that a robot changes: how far the change is, and how to ask for one. */
export function useFieldAction(
	robot: RobotKey,
	field: {
		/** What an action wants this field to be; null if it is about something else. */
		read: (action: Action) => string | null;
		write: (text: string) => Action;
	},
): { change: FieldChange; save: (text: string) => void } {
	const { t } = useTranslation();
	const reason = useReason();
	const words = useActionWords();
	const now = useNow(MINUTE_MS);
	const records = useDesk((desk) => desk.records);
	const asking = useMutation({ mutationFn: (text: string) => act(robot, field.write(text)) });
	return { change: change(), save: (text) => asking.mutate(text) };

	function change(): FieldChange {
		if (asking.isPending) return { kind: "pending", text: asking.variables };
		if (asking.isError) {
			return {
				kind: "refused",
				text: asking.variables,
				reason: t("edit.refused", { reason: reason(asking.error) }),
				onDismiss: asking.reset,
			};
		}
		const found = newestChange(records, robot, field.read, now);
		switch (found.kind) {
			case "none":
				return { kind: "none" };
			case "pending":
				return { kind: "pending", text: found.wanted };
			default:
				return {
					kind: "refused",
					text: found.wanted,
					reason:
						found.kind === "unknown"
							? t("edit.unknown")
							: t("edit.refused", { reason: words.refusal(found.row) }),
					onDismiss: () => dismissRefusal(found.row.id),
				};
		}
	}
}
