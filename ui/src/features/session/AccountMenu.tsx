import { Menu } from "@base-ui/react/menu";
import { Check, LogOut, UserPlus } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { AccountSummary } from "@/bindings";
import { addAccount, askToLeave, switchAccount, useDesk } from "@/shared/host";
import { Avatar } from "@/shared/ui/Avatar";
import { Count } from "@/shared/ui/Count";
import { StateDot } from "@/shared/ui/StateDot";
import { inMenuOrder, placeOf, toneOf, unreadBehind } from "./model";
import { useSessionWords } from "./useSessionWords";

const ITEM =
	"flex h-8 w-full items-center gap-2 rounded-control px-3 text-base text-text-1 outline-none data-highlighted:bg-hover";

/** The accounts side by side, each with the state of its line and what is unread; the ways in and out. */
export function AccountMenu() {
	const { t } = useTranslation();
	const account = useDesk((desk) => desk.account);
	const session = useDesk((desk) => desk.session);
	const accounts = useDesk((desk) => desk.accounts);
	const words = useSessionWords();
	if (account === null) return null;
	const behind = unreadBehind(accounts, account.id);
	const name = t("nav.account", { name: account.accessKey, state: words.state(session) });
	return (
		<Menu.Root>
			<Menu.Trigger
				data-testid="account-menu"
				aria-label={
					behind === 0 ? name : `${name}${t("accounts.comma")}${t("accounts.behind", { count: behind })}`
				}
				className="relative rounded-avatar transition-opacity duration-150 hover:opacity-85"
			>
				<Avatar name={account.accessKey} seed={account.id} source={null} size={32} />
				<StateDot
					tone={toneOf(session)}
					className="absolute -right-0.5 -bottom-0.5 size-2.5 border-2 border-surface-0 bg-clip-padding"
				/>
				{behind > 0 && (
					<span className="absolute -top-1.5 -right-2 rounded-full ring-2 ring-surface-0">
						<Count count={behind} strong testId="unread-behind" />
					</span>
				)}
			</Menu.Trigger>
			<Menu.Portal>
				<Menu.Positioner side="right" align="end" sideOffset={10} className="z-30">
					<Menu.Popup className="popup-motion w-72 rounded-card bg-surface-3 p-1 shadow-float outline-none">
						<Menu.RadioGroup
							value={account.id}
							onValueChange={(id: string) => void switchAccount(id)}
							aria-label={t("accounts.label")}
						>
							{inMenuOrder(accounts).map((summary) => (
								<Entry
									key={summary.account.id}
									summary={summary}
									inFront={summary.account.id === account.id}
								/>
							))}
						</Menu.RadioGroup>
						<Menu.Separator className="mx-2 my-1 h-px bg-line" />
						<Menu.Item data-testid="add-account" onClick={() => void addAccount()} className={ITEM}>
							<UserPlus size={16} className="text-text-2" aria-hidden="true" />
							{t("accounts.add")}
						</Menu.Item>
						<Menu.Item data-testid="sign-out" onClick={() => askToLeave(account.id)} className={ITEM}>
							<LogOut size={16} className="text-text-2" aria-hidden="true" />
							{t("account.signOut")}
						</Menu.Item>
					</Menu.Popup>
				</Menu.Positioner>
			</Menu.Portal>
		</Menu.Root>
	);
}

/** One account: who, where, how its line is, and what waits there. */
function Entry({ summary, inFront }: { summary: AccountSummary; inFront: boolean }) {
	const { t } = useTranslation();
	const words = useSessionWords();
	const { account, state, unread } = summary;
	const place = placeOf(account);
	return (
		<Menu.RadioItem
			value={account.id}
			closeOnClick
			data-testid="account-entry"
			data-account={account.id}
			className="flex h-12 w-full items-center gap-3 rounded-control px-3 outline-none data-highlighted:bg-hover"
		>
			<span className="relative shrink-0">
				<Avatar name={account.accessKey} seed={account.id} source={null} size={32} />
				<StateDot
					tone={toneOf(state)}
					className="absolute -right-0.5 -bottom-0.5 size-2.5 border-2 border-surface-3 bg-clip-padding"
				/>
			</span>
			<span className="min-w-0 flex-1">
				<span className="block truncate text-message font-medium text-text-1">{account.accessKey}</span>
				<span className="block truncate text-small text-text-2">
					{t(`environment.${account.environment.kind}`)}
					{place !== null && ` · ${place}`}
					{` · ${words.state(state)}`}
				</span>
			</span>
			{!inFront && unread > 0 && (
				<>
					<Count count={unread} strong testId="account-unread" />
					<span className="sr-only">{t("accounts.unread", { count: unread })}</span>
				</>
			)}
			<Menu.RadioItemIndicator>
				<Check size={16} className="text-accent-text" aria-hidden="true" />
			</Menu.RadioItemIndicator>
		</Menu.RadioItem>
	);
}
