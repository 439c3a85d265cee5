import { useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { AccountId, ChatKey } from "@/bindings";
import { Coach } from "@/features/coach/Coach";
import { Composer } from "@/features/composer/Composer";
import { useDrafts } from "@/features/composer/useDrafts";
import { ChatList } from "@/features/inbox/ChatList";
import { nextWaiting } from "@/features/inbox/model";
import { useWatchWaiting } from "@/features/metrics/waiting";
import { ReplyManager } from "@/features/replies/ReplyManager";
import { RobotAlert } from "@/features/robots/RobotAlert";
import { Robots } from "@/features/robots/Robots";
import { AuthLost } from "@/features/session/AuthLost";
import { Notices } from "@/features/session/Notices";
import { SignOutDialog } from "@/features/session/SignOutDialog";
import { StatusLine } from "@/features/session/StatusLine";
import { useSettingsSection } from "@/features/settings/sections";
import { NoThread } from "@/features/thread/NoThread";
import { Thread } from "@/features/thread/Thread";
import { focusRegion } from "@/shared/hooks/regions";
import { Shown } from "@/shared/hooks/shown";
import { useStillWhilePressed } from "@/shared/hooks/still";
import {
	addAccount,
	askToLeave,
	type ChatPath,
	chatPath,
	endJump,
	useDeskStore,
	useJump,
	useRecordsAtStart,
} from "@/shared/host";
import { classes } from "@/shared/ui/classes";
import { ResizeHandle } from "@/shared/ui/ResizeHandle";
import { CheatSheet } from "./CheatSheet";
import { Palette } from "./palette/Palette";
import { usePalette } from "./palette/usePalette";
import { Rail } from "./Rail";
import { type PanelTab, SidePanel } from "./SidePanel";
import { useListWidth } from "./useListWidth";
import { useOpenChat } from "./useOpenChat";
import { usePanel } from "./usePanel";
import { useShellKeys } from "./useShellKeys";
import { useShownView } from "./useShownView";
import { prepareViews, VIEWS } from "./views";

const PREPARE_AFTER_MS = 1_500;

/** The places of the window: rail, list, thread, panel, or a view in the place of the last three; the status line. */
export function Shell({ account }: { account: AccountId }) {
	const { t } = useTranslation();
	const drafts = useDrafts(account);
	const width = useListWidth();
	const [selected, setSelected] = useState<ChatPath | null>(null);
	const [cheatSheet, setCheatSheet] = useState(false);
	const [replies, setReplies] = useState(false);
	const row = useOpenChat(selected);
	const panel = usePanel();
	const [panelTab, setPanelTab] = useState<PanelTab>("card");
	const notes = useStillWhilePressed<HTMLDivElement>();
	const { shown, show, showView } = useShownView();
	const inboxShown = shown === "inbox";
	const View = VIEWS.find((view) => view.id === shown)?.component ?? null;
	useRecordsAtStart();
	useWatchWaiting();
	useEffect(() => {
		// After what the window shows first has been drawn and the work of the start is over.
		const timer = setTimeout(() => void prepareViews(), PREPARE_AFTER_MS);
		return () => clearTimeout(timer);
	}, []);
	useShellKeys({ onCheatSheet: () => setCheatSheet(true) });

	const open = useCallback(
		(key: ChatKey, how: "enter" | "stay") => {
			endJump();
			setSelected(chatPath(key));
			showView("inbox");
			// The composer of the new chat is there after this turn.
			if (how === "enter") requestAnimationFrame(() => focusRegion("composer"));
		},
		[showView],
	);

	const openAndType = useCallback((chat: ChatKey) => open(chat, "enter"), [open]);
	const jump = useJump();
	useEffect(() => {
		if (jump === null) return;
		setSelected(chatPath(jump.chat));
		showView("inbox");
		requestAnimationFrame(() => focusRegion(jump.messageId === null ? "composer" : "thread"));
	}, [jump, showView]);

	const leave = useCallback(() => setSelected(null), []);

	/** After a send: the chat that waits longest besides this one. */
	const moveOn = () => {
		const chats = useDeskStore.getState().desk?.chats;
		const next = chats && nextWaiting(chats, selected);
		const chat = next ? chats.get(next) : undefined;
		if (chat) open(chat.key, "enter");
	};

	const palette = usePalette({
		show,
		nextWaiting: moveOn,
		shortcuts: () => setCheatSheet(true),
		signOut: () => askToLeave(account),
	});

	return (
		<div data-testid="shell" className="flex h-full flex-col bg-surface-2">
			<div ref={notes} className="shrink-0">
				<Notices />
				<AuthLost onSignInAgain={() => void addAccount(account)} />
				<RobotAlert />
				<Coach
					onUploads={() => {
						useSettingsSection.getState().open("storage");
						show("settings");
					}}
					onShortcuts={() => setCheatSheet(true)}
				/>
			</div>
			<div className="flex min-h-0 flex-1">
				<Rail shown={shown} onShow={show} />
				<div className="relative min-w-0 flex-1">
					<Shown.Provider value={inboxShown}>
						<div
							inert={!inboxShown}
							className={classes(
								"absolute inset-0 grid grid-rows-[minmax(0,1fr)]",
								!inboxShown && "invisible",
							)}
							style={{ gridTemplateColumns: `${width.value}px auto minmax(0, 1fr) auto` }}
						>
							<div data-region="list" className="min-h-0 min-w-0">
								<ChatList selected={selected} onOpen={open} onLeave={leave} robots={<Robots />} />
							</div>
							<ResizeHandle label={t("nav.resizeList")} {...width} />
							<main className="flex min-h-0 min-w-0 flex-col">
								{row === undefined ? (
									<NoThread />
								) : (
									<>
										<div data-region="thread" className="flex min-h-0 flex-1 flex-col">
											<Thread
												key={selected}
												row={row}
												onTakenBack={drafts.book.takenBack}
												onQuote={(chat, quotation) => {
													drafts.book.quote(chat, quotation);
													focusRegion("composer");
												}}
											/>
										</div>
										<Composer
											key={`${selected} composer`}
											row={row}
											drafts={drafts}
											onMoveOn={moveOn}
											onManageReplies={() => setReplies(true)}
										/>
									</>
								)}
							</main>
							{row !== undefined && (
								<SidePanel
									key={`${selected} panel`}
									row={row}
									open={panel.open}
									tab={panelTab}
									onTab={setPanelTab}
									onToggle={panel.toggle}
									onOpenChat={openAndType}
									onShowActivity={() => show("activity")}
								/>
							)}
						</div>
					</Shown.Provider>
					{View !== null && (
						<main data-region="view" className="absolute inset-0">
							<View
								onOpenChat={openAndType}
								onBack={() => show("inbox")}
								onShortcuts={() => setCheatSheet(true)}
							/>
						</main>
					)}
				</div>
			</div>
			<StatusLine />
			<SignOutDialog />
			{replies && <ReplyManager onClose={() => setReplies(false)} />}
			<Palette {...palette} />
			<CheatSheet open={cheatSheet} onOpenChange={setCheatSheet} />
		</div>
	);
}
