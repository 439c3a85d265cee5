import { Menu } from "@base-ui/react/menu";
import { LogOut } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useDesk } from "@/shared/host";
import { Avatar } from "@/shared/ui/Avatar";
import { StateDot } from "@/shared/ui/StateDot";
import { hostOf, toneOf } from "./model";
import { useSessionWords } from "./useSessionWords";

/** Who is signed in, with the state of the line, and the way out. */
export function AccountMenu({ onSignOut }: { onSignOut: () => void }) {
	const { t } = useTranslation();
	const account = useDesk((desk) => desk.account);
	const session = useDesk((desk) => desk.session);
	const words = useSessionWords();
	if (account === null) return null;
	return (
		<Menu.Root>
			<Menu.Trigger
				data-testid="account-menu"
				aria-label={t("nav.account", { name: account.accessKey, state: words.state(session) })}
				className="relative rounded-avatar transition-opacity duration-150 hover:opacity-85"
			>
				<Avatar name={account.accessKey} seed={account.id} source={null} size={32} />
				<StateDot
					tone={toneOf(session)}
					className="absolute -right-0.5 -bottom-0.5 size-2.5 border-2 border-surface-0 bg-clip-padding"
				/>
			</Menu.Trigger>
			<Menu.Portal>
				<Menu.Positioner side="right" align="end" sideOffset={10} className="z-30">
					<Menu.Popup className="popup-motion w-56 rounded-card bg-surface-3 p-1 shadow-float outline-none">
						<div className="px-3 pt-2 pb-2">
							<p className="truncate text-message font-medium text-text-1">{account.accessKey}</p>
							<p className="truncate text-small text-text-2">
								{t(`environment.${account.environment.kind}`)} · {hostOf(account.environment.apiBase)}
							</p>
						</div>
						<Menu.Separator className="mx-2 my-1 h-px bg-line" />
						<Menu.Item
							data-testid="sign-out"
							onClick={onSignOut}
							className="flex h-8 items-center gap-2 rounded-control px-3 text-base text-text-1 outline-none data-highlighted:bg-hover"
						>
							<LogOut size={16} className="text-text-2" aria-hidden="true" />
							{t("account.signOut")}
						</Menu.Item>
					</Menu.Popup>
				</Menu.Positioner>
			</Menu.Portal>
		</Menu.Root>
	);
}
