import { MessagesSquare } from "lucide-react";
import { useTranslation } from "react-i18next";
import { AccountMenu } from "@/features/session/AccountMenu";
import { SettingsFlyout } from "@/features/settings/SettingsFlyout";
import { LanguageSwitch, ThemeSwitch } from "@/features/settings/Switches";
import { focusRegion } from "@/shared/hooks/regions";
import { Brand } from "@/shared/ui/Brand";
import { Hint } from "@/shared/ui/Hint";
import { IconButton } from "@/shared/ui/IconButton";

type Props = { onSignOut: () => void; onShortcuts: () => void };

/** The strip on the left. Only what exists has a button. */
export function Rail({ onSignOut, onShortcuts }: Props) {
	const { t } = useTranslation();
	return (
		<nav
			data-region="rail"
			aria-label={t("nav.regions")}
			className="flex min-h-0 flex-col items-center gap-1 border-r border-line bg-surface-0 py-3"
		>
			<div className="mb-3">
				<Brand size={28} />
			</div>
			<Hint text={t("nav.inbox")} side="right">
				<IconButton
					label={t("nav.inbox")}
					size={36}
					aria-current="page"
					data-region-focus=""
					onClick={() => focusRegion("list")}
					className="bg-accent-weak text-accent-text hover:bg-accent-weak hover:text-accent-text"
				>
					<MessagesSquare size={20} />
				</IconButton>
			</Hint>
			<div className="flex-1" />
			<LanguageSwitch size={36} side="right" />
			<ThemeSwitch size={36} side="right" />
			<SettingsFlyout onShortcuts={onShortcuts} />
			<div className="mt-2">
				<AccountMenu onSignOut={onSignOut} />
			</div>
		</nav>
	);
}
