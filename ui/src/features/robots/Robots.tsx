import { Bot } from "lucide-react";
import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { readRobotMarks, robotsInOrder, useDesk } from "@/shared/host";
import { changeFilter, useListFilter } from "@/shared/list/filter";
import { oneLine } from "@/shared/text/plain";
import { Button } from "@/shared/ui/Button";
import { classes } from "@/shared/ui/classes";
import { Flyout } from "@/shared/ui/Flyout";
import { RobotList } from "./RobotList";
import { useRobotKeys } from "./useRobotKeys";

/** The button to every robot of the account: how it is, whose chats are shown, its colour and its peace. */
export function Robots() {
	const { t } = useTranslation();
	const listed = useDesk((desk) => desk.robots);
	const account = useDesk((desk) => desk.account?.id);
	const filtered = useListFilter((choice) => choice.filter.robots);
	const [open, setOpen] = useState(false);
	const robots = useMemo(() => robotsInOrder(listed), [listed]);
	useRobotKeys(robots);

	// biome-ignore lint/correctness/useExhaustiveDependencies: each account marks its own robots.
	useEffect(() => {
		// Without an answer robots keep their first colours, which is no loss.
		readRobotMarks().catch(() => undefined);
	}, [account]);

	const online = robots.filter((robot) => robot.status === "online").length;
	const names = robots.filter((robot) => filtered.includes(robot.key)).map((robot) => oneLine(robot.name));
	const label =
		names.length > 0
			? t("robots.buttonFiltered", { names: names.join(", ") })
			: t("robots.button", { online: String(online), total: String(robots.length) });

	return (
		<Flyout
			title={t("robots.title")}
			side="right"
			align="start"
			className="w-96 p-2!"
			open={open}
			onOpenChange={setOpen}
			trigger={
				<button
					type="button"
					aria-label={label}
					title={label}
					data-testid="robots"
					className={classes(
						"tabular flex h-8 shrink-0 items-center gap-1 rounded-control px-1.5 text-small transition-colors duration-150 hover:bg-hover hover:text-text-1 data-[popup-open]:bg-pressed",
						names.length > 0
							? "bg-accent-weak text-accent-text"
							: online < robots.length
								? "text-warning-text"
								: "text-text-2",
					)}
				>
					<Bot size={16} aria-hidden="true" />
					{online}/{robots.length}
				</button>
			}
		>
			{robots.length === 0 ? (
				<p className="p-2 text-base text-text-2">{t("robots.empty")}</p>
			) : (
				<RobotList robots={robots} />
			)}
			{names.length > 0 && (
				<Button
					look="quiet"
					size="small"
					className="mt-1 w-full text-accent-text"
					onClick={() => changeFilter({ robots: [] })}
				>
					{t("robots.all")}
				</Button>
			)}
		</Flyout>
	);
}
