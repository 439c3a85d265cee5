import { type FormEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/shared/ui/Button";
import { Modal } from "@/shared/ui/Modal";
import { snoozeUntil } from "./model";

type Props = { open: boolean; onClose: () => void; onSnooze: (until: number) => void };

/** When a chat is to come back: one of a few moments, or any. */
export function SnoozeDialog({ open, onClose, onSnooze }: Props) {
	const { t } = useTranslation();
	return (
		<Modal
			open={open}
			onOpenChange={(next) => !next && onClose()}
			title={t("inbox.snoozeTitle")}
			className="w-[360px]"
		>
			<p className="mt-1 text-small text-text-2">{t("inbox.snoozeBody")}</p>
			<Choice onClose={onClose} onSnooze={onSnooze} />
		</Modal>
	);
}

function Choice({ onClose, onSnooze }: Omit<Props, "open">) {
	const { t } = useTranslation();
	const id = useId();
	const [at, setAt] = useState(() => forInput(snoozeUntil({ minutes: 60 }, Date.now())));
	const [past, setPast] = useState(false);

	function finish(until: number) {
		onSnooze(until);
		onClose();
	}
	function onSubmit(event: FormEvent) {
		event.preventDefault();
		const until = new Date(at).getTime();
		if (until > Date.now()) finish(until);
		else setPast(true);
	}

	return (
		<form onSubmit={onSubmit} className="mt-3 flex flex-col gap-3">
			<div className="flex flex-wrap gap-1.5">
				<Button onClick={() => finish(snoozeUntil({ minutes: 30 }, Date.now()))}>
					{t("inbox.snoozeHalfHour")}
				</Button>
				<Button onClick={() => finish(snoozeUntil({ minutes: 120 }, Date.now()))}>
					{t("inbox.snoozeTwoHours")}
				</Button>
				<Button onClick={() => finish(snoozeUntil("tomorrow", Date.now()))}>
					{t("inbox.snoozeTomorrow")}
				</Button>
			</div>
			<div className="flex flex-col gap-1">
				<label htmlFor={id} className="text-small text-text-2">
					{t("inbox.snoozeAt")}
				</label>
				<input
					id={id}
					type="datetime-local"
					value={at}
					aria-invalid={past}
					onChange={(event) => {
						setAt(event.target.value);
						setPast(false);
					}}
					className="selectable h-8 rounded-control border border-line-strong bg-surface-3 px-2 text-base text-text-1 aria-invalid:border-danger"
				/>
				{past && (
					<p role="alert" className="text-small text-danger-text">
						{t("inbox.snoozePast")}
					</p>
				)}
			</div>
			<div className="flex justify-end gap-2">
				<Button look="quiet" onClick={onClose}>
					{t("inbox.cancel")}
				</Button>
				<Button look="primary" type="submit">
					{t("inbox.snooze")}
				</Button>
			</div>
		</form>
	);
}

/** As an input of date and time writes it: local, without a zone. */
function forInput(at: number): string {
	const date = new Date(at);
	return new Date(at - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
