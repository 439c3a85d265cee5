import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { RobotKey } from "@/bindings";
import { useRobots } from "../host";
import { oneLine } from "../text/plain";
import { Choice } from "../ui/Choice";
import { Labelled } from "../ui/Labelled";

/** The robot that asks for friendship: at first one that is online. */
export function useAskingRobot() {
	const robots = [...useRobots().values()].map(({ robot }) => robot);
	return useState<RobotKey>((robots.find(({ status }) => status === "online") ?? robots[0])?.key ?? "");
}

type Props = {
	value: RobotKey;
	onChange: (robot: RobotKey) => void;
	/** What it means that the robot is not online. */
	whenDown: (status: string) => string;
};

export function AskingRobot({ value, onChange, whenDown }: Props) {
	const { t } = useTranslation();
	const robots = [...useRobots().values()].map(({ robot }) => robot);
	const chosen = robots.find(({ key }) => key === value);
	return (
		<Labelled label={t("requests.addRobot")}>
			<Choice
				label={t("requests.addRobot")}
				value={value}
				onChange={onChange}
				options={robots.map(({ key, name }) => ({ value: key, label: oneLine(name) }))}
			/>
			{chosen && chosen.status !== "online" && (
				<p className="text-small text-warning-text">{whenDown(t(`robot.${chosen.status}`))}</p>
			)}
		</Labelled>
	);
}
