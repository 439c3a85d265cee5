import { useTranslation } from "react-i18next";
import { useLateCount } from "@/features/metrics/waiting";
import { useDesk } from "@/shared/host";
import { Count } from "@/shared/ui/Count";
import { classes } from "@/shared/ui/classes";
import { Hint } from "@/shared/ui/Hint";
import { IconButton } from "@/shared/ui/IconButton";
import { Kbd } from "@/shared/ui/Kbd";
import { type ShellView, VIEWS, type ViewId } from "./views";

type Props = { shown: ViewId; onShow: (view: ViewId) => void; atFoot?: boolean };

/** The entries of the rail, one for each view. */
export function RailViews({ shown, onShow, atFoot = false }: Props) {
	return VIEWS.filter((view) => (view.atFoot ?? false) === atFoot).map((view) => (
		<Entry key={view.id} view={view} current={view.id === shown} onShow={() => onShow(view.id)} />
	));
}

function Entry({ view, current, onShow }: { view: ShellView; current: boolean; onShow: () => void }) {
	const { t } = useTranslation();
	const counted = useDesk(view.badge);
	const late = useLateCount();
	const badge = view.id === "lead" ? late : counted;
	const Icon = view.icon;
	const label = t(view.label);
	return (
		<Hint
			side="right"
			text={
				<span className="flex items-center gap-2">
					{label}
					<Kbd keys={`Alt+${view.shortcut.key}`} />
				</span>
			}
		>
			<IconButton
				label={badge > 0 ? t("nav.withCount", { label, count: badge }) : label}
				size={36}
				aria-current={current ? "page" : undefined}
				data-region-focus={current ? "" : undefined}
				data-testid={`view-${view.id}`}
				onClick={onShow}
				className={classes(
					"relative",
					current && "bg-accent-weak text-accent-text hover:bg-accent-weak hover:text-accent-text",
				)}
			>
				<Icon size={20} />
				{badge > 0 && (
					<span className="absolute -top-0.5 -right-0.5" aria-hidden="true">
						<Count count={badge} strong />
					</span>
				)}
			</IconButton>
		</Hint>
	);
}
