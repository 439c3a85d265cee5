import { memo } from "react";
import { useTranslation } from "react-i18next";
import type { CustomerId, GroupMember } from "@/bindings";
import { memberAvatar } from "@/shared/host";
import { oneLine } from "@/shared/text/plain";
import { Avatar } from "@/shared/ui/Avatar";
import { classes } from "@/shared/ui/classes";
import { Tick } from "@/shared/ui/Tick";

type Props = {
	member: GroupMember;
	isRobot: boolean;
	/** None while nobody is being chosen. */
	chosen: boolean | null;
	onToggle: (id: CustomerId) => void;
};

export const MemberRow = memo(function MemberRow({ member, isRobot, chosen, onToggle }: Props) {
	const { t } = useTranslation();
	const name = oneLine(member.name) || t("group.noName");
	const face = (
		<span className="flex min-w-0 items-center gap-2">
			<Avatar name={name} seed={member.id} source={memberAvatar(member)} size={20} />
			<span className="bidi-isolate min-w-0 flex-1 truncate" title={name}>
				{name}
			</span>
		</span>
	);
	return (
		<li
			data-testid="member"
			className={classes(
				"flex h-8 items-center gap-2 rounded-control px-2 text-base",
				chosen && "bg-selection",
			)}
		>
			<span className="min-w-0 flex-1">
				{chosen === null ? (
					face
				) : (
					<Tick checked={chosen} testId={`choose-${member.id}`} onChange={() => onToggle(member.id)}>
						{face}
					</Tick>
				)}
			</span>
			{isRobot && <Mark tone="bg-accent-weak text-accent-text">{t("group.you")}</Mark>}
			{member.role !== "member" && (
				<Mark tone="bg-warning-weak text-warning-text">{t(`group.role.${member.role}`)}</Mark>
			)}
			{!member.isExternal && member.role === "member" && !isRobot && (
				<Mark tone="bg-pressed text-text-2">{t("group.staff")}</Mark>
			)}
		</li>
	);
});

function Mark({ tone, children }: { tone: string; children: string }) {
	return (
		<span className={classes("shrink-0 rounded-chip px-1.5 text-mini leading-4", tone)}>{children}</span>
	);
}
