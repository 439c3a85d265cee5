import { FileText, Film, Image as ImageIcon, Link2, MessageSquareText, Settings2 } from "lucide-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { QuickReply } from "@/bindings";
import { repliesMatching, saidBy } from "@/shared/replies/search";
import { useQuickReplies } from "@/shared/replies/useQuickReplies";
import { usePinyin } from "@/shared/text/pinyin";
import { oneLine } from "@/shared/text/plain";
import { Button } from "@/shared/ui/Button";
import { Kbd } from "@/shared/ui/Kbd";
import { PickerList, type PickerProps, usePickerKeys } from "./PickerList";

type Props = PickerProps & { onChoose: (reply: QuickReply) => void; onManage: () => void };

/** Quick replies, found by code, title, text or pinyin. */
export function ReplyPicker({ onChoose, onManage, ...list }: Props) {
	const { query } = list;
	const { t } = useTranslation();
	const matches = usePinyin(true);
	const { replies, loading } = useQuickReplies();
	const choices = useMemo(
		() =>
			repliesMatching(replies, query, matches).map((reply) => ({
				id: reply.id,
				choose: () => onChoose(reply),
				row: <ReplyRow reply={reply} />,
			})),
		[replies, query, matches, onChoose],
	);
	const keys = usePickerKeys(choices, list);
	// Whoever goes on typing after a slash that fits nothing is writing, not choosing.
	if (loading || (choices.length === 0 && query !== "")) return null;
	return (
		<PickerList
			wide
			keys={keys}
			label={t("sending.replies")}
			choices={choices}
			empty={
				<p className="px-4 pt-3 pb-2 text-base text-text-2">
					<span className="block font-medium text-text-1">{t("sending.repliesNone")}</span>
					{t("sending.repliesNoneBody")}
				</p>
			}
			foot={
				<div className="flex items-center gap-3 border-t border-line py-1 pr-1 pl-3 text-mini text-text-3">
					<span className="flex items-center gap-1">
						<Kbd keys="↑" />
						<Kbd keys="↓" /> {t("sending.pickMove")}
					</span>
					<span className="flex items-center gap-1">
						<Kbd keys="Enter" /> {t("sending.pickInsert")}
					</span>
					<span className="flex items-center gap-1">
						<Kbd keys="Esc" /> {t("sending.pickClose")}
					</span>
					<Button
						size="small"
						look="quiet"
						data-testid="manage-replies"
						className="ml-auto"
						onClick={onManage}
					>
						<Settings2 size={14} aria-hidden="true" />
						{t("sending.repliesManage")}
					</Button>
				</div>
			}
		/>
	);
}

const ICONS = {
	text: MessageSquareText,
	image: ImageIcon,
	file: FileText,
	video: Film,
	link: Link2,
} as const;

function ReplyRow({ reply }: { reply: QuickReply }) {
	const { content } = reply;
	const Icon = ICONS[content.kind === "attachment" ? content.attachment.kind : content.kind];
	return (
		<span className="flex items-start gap-2">
			<Icon size={16} aria-hidden="true" className="mt-0.5 text-text-3" />
			<span className="min-w-0 flex-1">
				<span className="flex items-center gap-2">
					<span className="bidi-isolate truncate text-base font-medium text-text-1">
						{oneLine(reply.title)}
					</span>
					{reply.code !== "" && (
						<span className="shrink-0 rounded-chip bg-pressed px-1 font-mono text-mini text-text-2">
							/{reply.code}
						</span>
					)}
					<span className="ml-auto shrink-0 text-mini text-text-3">{oneLine(reply.group)}</span>
				</span>
				<span className="bidi-isolate line-clamp-1 text-small text-text-2">{oneLine(saidBy(reply))}</span>
			</span>
		</span>
	);
}
