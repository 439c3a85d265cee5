import { Users } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useRobot } from "@/shared/host";
import { oneLine } from "@/shared/text/plain";
import { Avatar } from "@/shared/ui/Avatar";
import { RobotMark } from "@/shared/ui/RobotMark";
import type { Entry } from "./entries";

/** Who it is, and through which robot: the part that every list of customers and groups shares. */
export function EntryFace({ entry, size = 32 }: { entry: Entry; size?: 20 | 32 }) {
	const { t } = useTranslation();
	const name = entry.name || t(entry.kind === "group" ? "group.unnamed" : "group.noName");
	return (
		<span className="flex min-w-0 flex-1 items-center gap-2.5">
			<Avatar name={name} seed={entry.id} source={null} size={size} />
			<span className="bidi-isolate min-w-0 truncate text-base text-text-1" title={name}>
				{name}
			</span>
			{entry.second !== null && (
				<span className="bidi-isolate min-w-0 shrink-[2] truncate text-small text-text-3">
					{entry.kind === "group" ? t("directory.owner", { name: entry.second }) : entry.second}
				</span>
			)}
			{entry.kind === "group" && (
				<span className="tabular flex shrink-0 items-center gap-1 text-small text-text-3">
					<Users size={12} aria-hidden="true" />
					{entry.members}
				</span>
			)}
		</span>
	);
}

/** The robot of a row, by its colour and its name. */
export function EntryRobot({ entry }: { entry: Entry }) {
	const { t } = useTranslation();
	const known = useRobot(entry.robotKey);
	const name = known ? oneLine(known.robot.name) : t("robot.unnamed");
	return (
		<span className="flex min-w-0 items-center gap-1.5 text-small text-text-2">
			{known && <RobotMark name={name} hue={known.hue} dimmed={known.robot.status !== "online"} />}
			<span className="bidi-isolate truncate">{name}</span>
		</span>
	);
}
