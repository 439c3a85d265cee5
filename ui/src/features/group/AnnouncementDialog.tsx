import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { GroupCard } from "@/bindings";
import { act, useDesk } from "@/shared/host";
import { useReason } from "@/shared/i18n/useReason";
import { oneLine, withoutDirectionControls } from "@/shared/text/plain";
import { MINUTE_MS } from "@/shared/time/model";
import { useNow } from "@/shared/time/useNow";
import { useTimeWords } from "@/shared/time/useTimeWords";
import { Button } from "@/shared/ui/Button";
import { ErrorNote } from "@/shared/ui/ErrorNote";
import { Modal } from "@/shared/ui/Modal";
import { Tick } from "@/shared/ui/Tick";
import { announcementDrafts } from "./drafts";
import { lastAnnouncement } from "./model";

type Props = { card: GroupCard; open: boolean; onOpenChange: (open: boolean) => void };

/** An announcement is written, then looked at, then made. */
export function AnnouncementDialog({ card, open, onOpenChange }: Props) {
	const { t } = useTranslation();
	return (
		<Modal open={open} onOpenChange={onOpenChange} title={t("group.announceTitle")} className="w-[480px]">
			<Writing card={card} onDone={() => onOpenChange(false)} />
		</Modal>
	);
}

function Writing({ card, onDone }: { card: GroupCard; onDone: () => void }) {
	const { t } = useTranslation();
	const reason = useReason();
	const times = useTimeWords();
	const now = useNow(MINUTE_MS);
	const { robotKey, id, name, memberCount } = card.group;
	const last = lastAnnouncement(useDesk((desk) => desk.records.actions).values(), card);
	const [text, setText] = useState(() => announcementDrafts.read(robotKey, id));
	const [notifyAll, setNotifyAll] = useState(false);
	const [previewed, setPreviewed] = useState(false);
	const [seen, setSeen] = useState(false);
	const [state, setState] = useState<{ busy: boolean; error: unknown }>({ busy: false, error: null });

	function type(next: string) {
		announcementDrafts.keep(robotKey, id, next);
		setText(next);
	}

	async function publish() {
		setState({ busy: true, error: null });
		try {
			await act(robotKey, { kind: "setAnnouncement", group: id, text: text.trim(), notifyAll });
			announcementDrafts.keep(robotKey, id, "");
			onDone();
		} catch (error) {
			setState({ busy: false, error });
		}
	}

	if (previewed) {
		return (
			<div data-testid="announcement-preview" className="mt-1 flex flex-col gap-4">
				<p className="text-base text-text-2">
					{t(notifyAll ? "group.announcePreviewAll" : "group.announcePreview", {
						group: oneLine(name),
						count: memberCount,
					})}
				</p>
				<p className="bidi-isolate selectable max-h-60 overflow-y-auto rounded-card bg-bubble-out px-3 py-2 text-message whitespace-pre-wrap text-text-1 [overflow-wrap:anywhere]">
					{withoutDirectionControls(text.trim())}
				</p>
				{notifyAll && (
					<Tick checked={seen} onChange={setSeen} testId="announcement-consent">
						{t("group.announceConsent", { count: memberCount })}
					</Tick>
				)}
				{state.error !== null && (
					<ErrorNote>{t("group.announceFailed", { reason: reason(state.error) })}</ErrorNote>
				)}
				<div className="flex justify-end gap-2">
					<Button
						onClick={() => {
							setPreviewed(false);
							setSeen(false);
						}}
					>
						{t("group.announceBack")}
					</Button>
					<Button
						look={notifyAll ? "danger" : "primary"}
						data-testid="announcement-publish"
						disabled={state.busy || (notifyAll && !seen)}
						onClick={() => void publish()}
					>
						{t(notifyAll ? "group.announcePublishAll" : "group.announcePublish")}
					</Button>
				</div>
			</div>
		);
	}
	return (
		<div className="mt-1 flex flex-col gap-3">
			<p className="text-small text-text-2">{t("group.announceHint")}</p>
			{last !== null && (
				<p className="text-small text-text-3 [overflow-wrap:anywhere]">
					{t("group.announceLast", { time: times.list(last.at, now), text: oneLine(last.text) })}
				</p>
			)}
			<textarea
				value={text}
				rows={5}
				aria-label={t("group.announceText")}
				placeholder={t("group.announceText")}
				data-testid="announcement-text"
				onChange={(event) => type(event.target.value)}
				className="selectable max-h-72 min-h-28 w-full resize-none rounded-control border border-line-strong bg-surface-3 px-3 py-2 text-message text-text-1 [field-sizing:content] hover:border-text-3 focus:border-accent focus:outline-1 focus:outline-offset-0 focus:outline-accent"
			/>
			<Tick checked={notifyAll} onChange={setNotifyAll} testId="announcement-all">
				{t("group.announceAll")}
				<span className="block text-small text-text-2">{t("group.announceAllHint")}</span>
			</Tick>
			<div className="flex justify-end gap-2">
				<Button onClick={onDone}>{t("panel.cancel")}</Button>
				<Button
					look="primary"
					data-testid="announcement-next"
					disabled={text.trim() === ""}
					onClick={() => setPreviewed(true)}
				>
					{t("group.announceNext")}
				</Button>
			</div>
		</div>
	);
}
