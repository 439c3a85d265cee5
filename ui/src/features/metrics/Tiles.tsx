import { TrendingDown, TrendingUp } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Figures, Metrics } from "@/bindings";
import { useDuration } from "@/shared/time/useDuration";
import { classes } from "@/shared/ui/classes";
import { change, type Opened, share } from "./model";

type Props = {
	metrics: Metrics;
	/** Only one agent's figures: what they received are the turns they answered. */
	ofAgent: boolean;
	limitMinutes: number;
	onOpen: (opened: Opened) => void;
};

type Tile = {
	id: "first" | "response" | "late" | "waiting" | "turns" | "received" | "sent" | "active" | "unattributed";
	value: string;
	note: string;
	/** What is compared, and which way is better. */
	of: (figures: Figures) => number | null;
	better: "less" | "more" | null;
	opens: Opened["of"];
};

/** The figures of the whole period; each opens what is behind it. */
export function Tiles({ metrics, ofAgent, limitMinutes, onOpen }: Props) {
	const { t } = useTranslation();
	const duration = useDuration();
	const { total, compared } = metrics;
	const percent = (part: number, whole: number) => {
		const value = share(part, whole);
		return value === null ? "–" : `${value}%`;
	};
	const tiles: Tile[] = [
		{
			id: "first",
			value: duration(total.firstResponse.median),
			note: t("metrics.tail", { time: duration(total.firstResponse.p90) }),
			of: (figures) => figures.firstResponse.median,
			better: "less",
			opens: { kind: "turns", pick: "first" },
		},
		{
			id: "response",
			value: duration(total.response.median),
			note: t("metrics.tail", { time: duration(total.response.p90) }),
			of: (figures) => figures.response.median,
			better: "less",
			opens: { kind: "turns", pick: "answered" },
		},
		{
			id: "late",
			value: percent(total.late, total.turns),
			note: t("metrics.lateNote", { count: total.late, minutes: String(limitMinutes) }),
			of: (figures) => share(figures.late, figures.turns),
			better: "less",
			opens: { kind: "turns", pick: "late" },
		},
		{
			id: "waiting",
			value: String(total.waiting),
			note: percent(total.waiting, total.turns),
			of: (figures) => figures.waiting,
			better: "less",
			opens: { kind: "turns", pick: "waiting" },
		},
		{
			id: "turns",
			value: total.turns.toLocaleString(),
			note: t("metrics.answeredNote", { count: total.answered }),
			of: (figures) => figures.turns,
			better: null,
			opens: { kind: "turns", pick: "all" },
		},
		{
			id: "received",
			value: total.received.toLocaleString(),
			note: t("metrics.messages"),
			of: (figures) => figures.received,
			better: null,
			opens: ofAgent ? { kind: "turns", pick: "all" } : { kind: "messages" },
		},
		{
			id: "sent",
			value: total.sent.toLocaleString(),
			note: t("metrics.messages"),
			of: (figures) => figures.sent,
			better: null,
			opens: { kind: "messages" },
		},
		{
			id: "active",
			value: total.activeChats.toLocaleString(),
			note: t("metrics.activeNote"),
			of: (figures) => figures.activeChats,
			better: null,
			opens: ofAgent ? { kind: "turns", pick: "all" } : { kind: "messages" },
		},
		{
			id: "unattributed",
			value: percent(total.unattributed, total.answered),
			note: t("metrics.unattributedNote", { count: total.unattributed }),
			of: (figures) => share(figures.unattributed, figures.answered),
			better: "less",
			opens: { kind: "turns", pick: "unattributed" },
		},
	];

	return (
		<ul data-testid="metrics-tiles" className="grid grid-cols-[repeat(auto-fill,minmax(168px,1fr))] gap-3">
			{tiles.map((tile) => {
				const moved = compared === null ? null : change(tile.of(total), tile.of(compared));
				return (
					<li key={tile.id}>
						<button
							type="button"
							data-testid={`tile-${tile.id}`}
							title={t(`metrics.about.${tile.id}`)}
							onClick={() => onOpen({ title: t(`metrics.tile.${tile.id}`), place: {}, of: tile.opens })}
							className="flex h-full w-full flex-col gap-0.5 rounded-card border border-line bg-surface-2 px-3.5 py-2.5 text-left transition-colors duration-150 hover:border-line-strong hover:bg-surface-3"
						>
							<span className="text-small text-text-2">{t(`metrics.tile.${tile.id}`)}</span>
							<span className="flex w-full items-baseline gap-2 text-small text-text-3">
								<span className="tabular min-w-0 flex-1 truncate text-title leading-6 font-semibold text-text-1">
									{tile.value}
								</span>
								{moved !== null && moved !== 0 && <Moved percent={moved} better={tile.better} />}
							</span>
							<span className="tabular w-full truncate text-small text-text-3">{tile.note}</span>
						</button>
					</li>
				);
			})}
		</ul>
	);
}

function Moved({ percent, better }: { percent: number; better: Tile["better"] }) {
	const { t } = useTranslation();
	const Icon = percent > 0 ? TrendingUp : TrendingDown;
	const good = better === null ? null : percent < 0 === (better === "less");
	return (
		<span
			className={classes(
				"tabular ml-auto inline-flex shrink-0 items-center gap-0.5",
				good === true && "text-positive-text",
				good === false && "text-danger-text",
			)}
		>
			<Icon size={12} aria-hidden="true" />
			{Math.abs(percent)}%
			<span className="sr-only">{t(percent > 0 ? "metrics.moreThanBefore" : "metrics.lessThanBefore")}</span>
		</span>
	);
}
