import { TriangleAlert, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useRobots } from "@/shared/host";
import { filterByRobot, useListFilter } from "@/shared/list/filter";
import { oneLine } from "@/shared/text/plain";
import { Button } from "@/shared/ui/Button";
import { IconButton } from "@/shared/ui/IconButton";
import { useFallen } from "./useFallen";

/** A robot has fallen: what that means, and what to do. Muted robots fall quietly. */
export function RobotAlert() {
	const { t } = useTranslation();
	const { fallen, dismiss } = useFallen();
	const known = useRobots();
	const filtered = useListFilter((choice) => choice.filter.robots);
	const shown = fallen.filter((robot) => !known.get(robot.key)?.muted);
	if (shown.length === 0) return null;
	return (
		<div role="alert" data-testid="robot-alert" className="flex shrink-0 flex-col bg-warning-weak">
			{shown.map((robot) => (
				<div
					key={robot.key}
					className="flex min-h-10 items-center gap-2 border-b border-line px-4 py-1.5 text-base text-text-1"
				>
					<TriangleAlert size={16} aria-hidden="true" className="text-warning-text" />
					<p className="selectable min-w-0 flex-1">
						<span className="bidi-isolate font-medium">
							{t("robots.fell", { name: oneLine(robot.name), status: t(`robot.${robot.status}`) })}
						</span>{" "}
						<span className="text-text-2">{t("robots.fellHint")}</span>
					</p>
					{!(filtered.length === 1 && filtered[0] === robot.key) && (
						<Button size="small" onClick={() => filterByRobot(robot.key)}>
							{t("robots.fellShow")}
						</Button>
					)}
					<IconButton label={t("robots.dismiss")} size={24} onClick={() => dismiss(robot.key)}>
						<X size={16} />
					</IconButton>
				</div>
			))}
		</div>
	);
}
