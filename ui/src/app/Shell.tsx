import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import type { AccountId, ChatKey } from "@/bindings";
import { Composer } from "@/features/composer/Composer";
import { useDrafts } from "@/features/composer/useDrafts";
import { ChatList } from "@/features/inbox/ChatList";
import { nextWaiting } from "@/features/inbox/model";
import { ReplyManager } from "@/features/replies/ReplyManager";
import { AuthLost } from "@/features/session/AuthLost";
import { SignOutDialog } from "@/features/session/SignOutDialog";
import { StatusLine } from "@/features/session/StatusLine";
import { NoThread } from "@/features/thread/NoThread";
import { Thread } from "@/features/thread/Thread";
import { focusRegion } from "@/shared/hooks/regions";
import { type ChatPath, chatPath, useDesk, useDeskStore } from "@/shared/host";
import { ResizeHandle } from "@/shared/ui/ResizeHandle";
import { CheatSheet } from "./CheatSheet";
import { Rail } from "./Rail";
import { useListWidth } from "./useListWidth";
import { useShellKeys } from "./useShellKeys";

/** The three places of the window: rail, list, thread; and the status line beneath. A fourth column has its room. */
export function Shell({ account }: { account: AccountId }) {
	const { t } = useTranslation();
	const drafts = useDrafts(account);
	const width = useListWidth();
	const [selected, setSelected] = useState<ChatPath | null>(null);
	const [leaving, setLeaving] = useState(false);
	const [cheatSheet, setCheatSheet] = useState(false);
	const [replies, setReplies] = useState(false);
	const row = useDesk((desk) => (selected === null ? undefined : desk.chats.get(selected)));
	useShellKeys({ onCheatSheet: () => setCheatSheet(true) });

	const open = useCallback((key: ChatKey, how: "enter" | "stay") => {
		setSelected(chatPath(key));
		// The composer of the new chat is there after this turn.
		if (how === "enter") requestAnimationFrame(() => focusRegion("composer"));
	}, []);

	/** After a send: the chat that waits longest besides this one. */
	const moveOn = () => {
		const chats = useDeskStore.getState().desk?.chats;
		const next = chats && nextWaiting(chats, selected);
		const chat = next ? chats.get(next) : undefined;
		if (chat) open(chat.key, "enter");
	};

	return (
		<div data-testid="shell" className="flex h-full flex-col bg-surface-2">
			<AuthLost onSignInAgain={() => setLeaving(true)} />
			<div
				className="grid min-h-0 flex-1"
				style={{ gridTemplateColumns: `48px ${width.value}px auto minmax(0, 1fr) auto` }}
			>
				<Rail onSignOut={() => setLeaving(true)} onShortcuts={() => setCheatSheet(true)} />
				<div data-region="list" className="min-h-0 min-w-0">
					<ChatList selected={selected} onOpen={open} onLeave={() => setSelected(null)} />
				</div>
				<ResizeHandle label={t("nav.resizeList")} {...width} />
				<main className="flex min-h-0 min-w-0 flex-col">
					{row === undefined ? (
						<NoThread />
					) : (
						<>
							<div data-region="thread" className="flex min-h-0 flex-1 flex-col">
								<Thread key={selected} row={row} onTakenBack={drafts.book.takenBack} />
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
			</div>
			<StatusLine />
			<SignOutDialog open={leaving} onOpenChange={setLeaving} />
			{replies && <ReplyManager onClose={() => setReplies(false)} />}
			<CheatSheet open={cheatSheet} onOpenChange={setCheatSheet} />
		</div>
	);
}
