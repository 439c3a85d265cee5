import { useTranslation } from "react-i18next";
import type { RobotKey } from "@/bindings";
import { useRobots } from "../host";
import { oneLine } from "../text/plain";
import { Choice } from "../ui/Choice";

type Props = {
	value: RobotKey | "";
	onChange: (robot: RobotKey | "") => void;
	className?: string;
	testId?: string;
};

/** Narrows a list to one robot; empty for all of them. */
export function RobotFilter(props: Props) {
	const { t } = useTranslation();
	const robots = [...useRobots().values()];
	return (
		<Choice
			{...props}
			label={t("filters.robot")}
			options={[
				{ value: "", label: t("filters.everyRobot") },
				...robots.map(({ robot }) => ({ value: robot.key, label: oneLine(robot.name) })),
			]}
		/>
	);
}
