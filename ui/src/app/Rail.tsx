import { useTranslation } from "react-i18next";
import { AccountMenu } from "@/features/session/AccountMenu";
import { LanguageSwitch, ThemeSwitch } from "@/features/settings/Switches";
import { Brand } from "@/shared/ui/Brand";
import { RailViews } from "./RailViews";
import type { ViewId } from "./views";

type Props = {
	shown: ViewId;
	onShow: (view: ViewId) => void;
};

/** The strip on the left. Only what exists has a button. */
export function Rail({ shown, onShow }: Props) {
	const { t } = useTranslation();
	return (
		<nav
			data-region="rail"
			aria-label={t("nav.regions")}
			className="flex min-h-0 w-12 shrink-0 flex-col items-center gap-1 border-r border-line bg-surface-0 py-3"
		>
			<div className="mb-3">
				<Brand size={28} />
			</div>
			<RailViews shown={shown} onShow={onShow} />
			<div className="flex-1" />
			<LanguageSwitch size={36} side="right" />
			<ThemeSwitch size={36} side="right" />
			<RailViews shown={shown} onShow={onShow} atFoot />
			<div className="mt-2">
				<AccountMenu />
			</div>
		</nav>
	);
}
