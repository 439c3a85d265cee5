import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { NotificationSound, RobotKey } from "@/bindings";
import { markRobot, useDesk, useRobotMarksStore } from "@/shared/host";
import { useReason } from "@/shared/i18n/useReason";
import { oneLine } from "@/shared/text/plain";
import { Choice } from "@/shared/ui/Choice";
import { ErrorNote } from "@/shared/ui/ErrorNote";
import { SOUNDS } from "./NotificationSettings";
import { Setting } from "./Setting";

const AS_ALL = "asAll";

/** A sound of its own for a robot, so that one hears which business calls. One robot needs none. */
export function RobotSounds() {
	const { t } = useTranslation();
	const reason = useReason();
	const robots = useDesk((desk) => desk.robots);
	const marks = useRobotMarksStore((store) => store.marks);
	const marking = useMutation({
		mutationFn: ({ key, sound }: { key: RobotKey; sound: NotificationSound | null }) =>
			markRobot(key, { sound }),
	});
	if (robots.length < 2) return null;
	const options = [
		{ value: AS_ALL, label: t("desktop.soundAsAll") } as const,
		...SOUNDS.map((value) => ({ value, label: t(`desktop.soundName.${value}`) })),
	];
	return (
		<Setting title={t("desktop.soundOfRobots")}>
			<ul className="rounded-card border border-line bg-surface-2" data-testid="robot-sounds">
				{robots.map((robot) => {
					const name = oneLine(robot.name) || t("robot.unnamed");
					return (
						<li
							key={robot.key}
							className="flex min-h-10 items-center gap-2 border-b border-line px-3 py-1 last:border-0"
						>
							<span className="bidi-isolate min-w-0 flex-1 truncate text-base text-text-1">{name}</span>
							<Choice
								label={t("desktop.soundOfRobot", { name })}
								value={marks[robot.key]?.sound ?? AS_ALL}
								options={options}
								onChange={(sound) =>
									marking.mutate({ key: robot.key, sound: sound === AS_ALL ? null : sound })
								}
								className="w-44"
							/>
						</li>
					);
				})}
			</ul>
			{marking.error !== null && (
				<ErrorNote className="mt-2">{t("robots.failed", { reason: reason(marking.error) })}</ErrorNote>
			)}
		</Setting>
	);
}
