import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { RobotKey } from "@/bindings";
import { isOpen, useDesk, useRobots } from "@/shared/host";
import { oneLine } from "@/shared/text/plain";
import { Count } from "@/shared/ui/Count";
import { classes } from "@/shared/ui/classes";
import { RobotMark } from "@/shared/ui/RobotMark";
import { ViewHeader } from "@/shared/ui/ViewHeader";
import { RobotProfile } from "./RobotProfile";

/** Every robot, and the profile of one of them. */
export function RobotProfiles() {
	const { t } = useTranslation();
	const robots = [...useRobots().values()];
	const actions = useDesk((desk) => desk.records.actions);
	const [chosen, setChosen] = useState<RobotKey | null>(null);
	const shown = robots.find((each) => each.robot.key === chosen) ?? robots[0];
	const queued = (key: RobotKey) =>
		[...actions.values()].filter((row) => row.robotKey === key && isOpen(row)).length;
	return (
		<section
			data-testid="robot-profiles"
			aria-label={t("profile.title")}
			className="flex h-full min-h-0 flex-col"
		>
			<ViewHeader title={t("profile.title")} hint={t("profile.hint")} />
			{shown === undefined ? (
				<p className="px-6 pt-24 text-center text-base text-text-2">{t("robots.empty")}</p>
			) : (
				<div className="grid min-h-0 flex-1 grid-cols-[260px_minmax(0,1fr)]">
					<nav aria-label={t("profile.list")} className="min-h-0 overflow-y-auto border-r border-line p-2">
						{robots.map(({ robot, hue }) => {
							const name = oneLine(robot.name) || t("robot.unnamed");
							const online = robot.status === "online";
							return (
								<button
									key={robot.key}
									type="button"
									data-testid="profile-robot"
									aria-current={robot.key === shown.robot.key ? "true" : undefined}
									onClick={() => setChosen(robot.key)}
									className={classes(
										"flex h-12 w-full items-center gap-2.5 rounded-card px-3 text-left ring-inside",
										robot.key === shown.robot.key ? "bg-selection" : "hover:bg-hover",
									)}
								>
									<RobotMark name={name} hue={hue} size={20} dimmed={!online} />
									<span className="min-w-0 flex-1">
										<span className="bidi-isolate block truncate text-base">{name}</span>
										<span
											className={classes(
												"block text-small",
												online ? "text-positive-text" : "text-warning-text",
											)}
										>
											{t(`robot.${robot.status}`)}
										</span>
									</span>
									{queued(robot.key) > 0 && <Count count={queued(robot.key)} />}
								</button>
							);
						})}
					</nav>
					<RobotProfile key={shown.robot.key} robot={shown.robot} queued={queued(shown.robot.key)} />
				</div>
			)}
		</section>
	);
}
