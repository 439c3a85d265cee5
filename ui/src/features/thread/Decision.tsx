import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import {
	type CommandError,
	commands,
	type ErrorCode,
	type FailureReason,
	type OutboxState,
	type Resolution,
	type ThreadMessage,
} from "@/bindings";
import { useReason } from "@/shared/i18n/useReason";
import { Button } from "@/shared/ui/Button";

type Undecided = Extract<OutboxState, { state: "failed" | "unconfirmed" }>;

/** A send that did not arrive, or may not have: why, and what the person can do. Nothing is decided unasked. */
export function Decision({ message, delivery }: { message: ThreadMessage; delivery: Undecided }) {
	const { t } = useTranslation();
	const reason = useReason();
	const resolve = useMutation({
		mutationFn: (resolution: Resolution) => commands.resolveSend(message.key.messageId, resolution),
	});
	const choices: { resolution: Resolution; testId: string; label: string }[] = [
		{ resolution: "checkAgain", testId: "resolve-check", label: t("delivery.check") },
		{ resolution: "sendAgain", testId: "resolve-send", label: t("delivery.sendAgain") },
		{ resolution: "discard", testId: "resolve-discard", label: t("delivery.discard") },
	];
	const offered = delivery.state === "failed" ? choices.slice(1) : choices;
	const failure = useFailureWords();
	const failed = delivery.state === "failed";

	return (
		<div className="mt-1 mb-1 flex max-w-[68%] flex-col items-end gap-1">
			<p className={failed ? "text-small text-danger-text" : "text-small text-warning-text"}>
				{failed ? failure(delivery.reason) : t("delivery.unconfirmedHint")}
			</p>
			<div className="flex gap-1.5">
				{offered.map(({ resolution, testId, label }) => (
					<Button
						key={resolution}
						size="small"
						look={resolution === "discard" ? "quiet" : "outline"}
						data-testid={testId}
						disabled={resolve.isPending}
						onClick={() => resolve.mutate(resolution)}
					>
						{label}
					</Button>
				))}
			</div>
			{resolve.isError && (
				<p role="alert" className="text-small text-danger-text">
					{t("delivery.resolveFailed", { reason: reason(resolve.error) })}
				</p>
			)}
		</div>
	);
}

function useFailureWords() {
	const { t, i18n } = useTranslation();
	const words = useReason();
	return (reason: FailureReason): string => {
		switch (reason.kind) {
			case "refused":
				return t("delivery.refused");
			case "upload":
				// A code without words, of another version, still has the message.
				if (!i18n.exists(`error.${reason.code}.what`))
					return t("delivery.uploadFailed", { message: reason.message });
				return words({
					code: reason.code as ErrorCode,
					message: reason.message,
					retryable: false,
					requestId: null,
				} satisfies CommandError);
			case "tooLarge":
				return t("delivery.tooLarge", { limit: `${Math.floor(reason.limitBytes / 1024)} KB` });
		}
	};
}
