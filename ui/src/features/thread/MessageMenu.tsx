import { ContextMenu } from "@base-ui/react/context-menu";
import {
	Copy,
	Download,
	ExternalLink,
	Forward,
	Link2,
	ListChecks,
	type LucideIcon,
	MessageSquareQuote,
} from "lucide-react";
import { type MouseEvent, type ReactElement, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ThreadMessage } from "@/bindings";
import { savedKind, whyNotForwarded } from "./messages";
import type { MessageActions } from "./useMessageActions";

/** What a menu was asked for: the message, and what exactly was under the pointer. */
type Asked = { message: ThreadMessage; link: string | null; selection: string };

export type MessageMenuDoes = {
	actions: MessageActions;
	onQuote: (message: ThreadMessage) => void;
	onForward: (messages: readonly ThreadMessage[]) => void;
	onPick: (messageId: string, stretch: boolean) => void;
};

type Props = MessageMenuDoes & {
	messages: readonly ThreadMessage[];
	/** The timeline: the menu opens wherever it is asked for on a message. */
	children: ReactElement<Record<string, unknown>>;
};

/** What can be done with one message. */
export function MessageMenu({ messages, actions, onQuote, onForward, onPick, children }: Props) {
	const { t } = useTranslation();
	const [asked, setAsked] = useState<Asked | null>(null);

	function onContextMenu(event: MouseEvent) {
		const on =
			event.target instanceof Element ? event.target.closest<HTMLElement>("[data-message-id]") : null;
		const message = messages.find((each) => each.key.messageId === on?.dataset.messageId);
		if (on === null || message === undefined) {
			event.preventDefault();
			event.stopPropagation();
			return;
		}
		const link = event.target instanceof Element ? event.target.closest("a")?.href : undefined;
		const fromContent = message.content.kind === "link" ? message.content.link : null;
		const selected = window.getSelection();
		const isHere = selected?.isCollapsed === false && selected.containsNode(on, true);
		setAsked({ message, link: link ?? fromContent, selection: isHere ? selected.toString().trim() : "" });
	}

	return (
		<ContextMenu.Root>
			<div className="contents" onContextMenuCapture={onContextMenu}>
				<ContextMenu.Trigger render={children} />
			</div>
			<ContextMenu.Portal>
				<ContextMenu.Positioner className="z-30" collisionPadding={4}>
					<ContextMenu.Popup
						className="popup-motion min-w-44 rounded-card bg-surface-3 p-1 shadow-float outline-none"
						aria-label={t("messageMenu.label")}
						data-testid="message-menu"
					>
						{asked !== null && <Items asked={asked} does={{ actions, onQuote, onForward, onPick }} />}
					</ContextMenu.Popup>
				</ContextMenu.Positioner>
			</ContextMenu.Portal>
		</ContextMenu.Root>
	);
}

function Items({ asked, does }: { asked: Asked; does: MessageMenuDoes }) {
	const { t } = useTranslation();
	const { message, link, selection } = asked;
	const { actions } = does;
	const kind = savedKind(message);
	const { content } = message;
	const hasWords = content.kind === "text" || content.kind === "link" || content.kind === "miniProgram";
	return (
		<>
			{selection !== "" && (
				<Item icon={Copy} testId="menu-copy-selection" onClick={() => actions.copy(selection)}>
					{t("messageMenu.copySelection")}
				</Item>
			)}
			{hasWords && (
				<Item icon={Copy} keys="Ctrl+C" testId="menu-copy" onClick={() => actions.copyContent(content)}>
					{t("messageMenu.copy")}
				</Item>
			)}
			{link !== null && (
				<Item icon={Link2} testId="menu-copy-link" onClick={() => actions.copy(link)}>
					{t("messageMenu.copyLink")}
				</Item>
			)}
			{kind === "file" && (
				<Item icon={ExternalLink} onClick={() => void actions.openFile(message)}>
					{t("messageMenu.openFile")}
				</Item>
			)}
			{kind !== null && (
				<Item icon={Download} testId="menu-save" onClick={() => void actions.save(message)}>
					{t(kind === "image" ? "messageMenu.saveImage" : "messageMenu.saveFile")}
				</Item>
			)}
			<Item icon={MessageSquareQuote} keys="Q" testId="menu-quote" onClick={() => does.onQuote(message)}>
				{t("messageMenu.quote")}
			</Item>
			{whyNotForwarded(message) === null && (
				<Item icon={Forward} keys="F" testId="menu-forward" onClick={() => does.onForward([message])}>
					{t("messageMenu.forward")}
				</Item>
			)}
			<Item
				icon={ListChecks}
				keys="X"
				testId="menu-pick"
				onClick={() => does.onPick(message.key.messageId, false)}
			>
				{t("messageMenu.pick")}
			</Item>
		</>
	);
}

type ItemProps = {
	icon: LucideIcon;
	keys?: string;
	testId?: string;
	onClick: () => void;
	children: ReactNode;
};

function Item({ icon: Icon, keys, testId, onClick, children }: ItemProps) {
	return (
		<ContextMenu.Item
			className="flex h-7 items-center gap-2 rounded-control px-2 text-base text-text-1 outline-none select-none data-[highlighted]:bg-hover"
			data-testid={testId}
			onClick={onClick}
		>
			<Icon size={16} aria-hidden="true" className="text-text-2" />
			<span className="flex-1">{children}</span>
			{keys && (
				<span aria-hidden="true" className="pl-4 text-small text-text-3">
					{keys}
				</span>
			)}
		</ContextMenu.Item>
	);
}
