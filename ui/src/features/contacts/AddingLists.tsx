import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type AddingId, type AddingList, type AddingState, commands } from "@/bindings";
import { type Asked, useRobot } from "@/shared/host";
import { useReason } from "@/shared/i18n/useReason";
import { maskedPhone, oneLine } from "@/shared/text/plain";
import { MINUTE_MS } from "@/shared/time/model";
import { useNow } from "@/shared/time/useNow";
import { useTimeWords } from "@/shared/time/useTimeWords";
import { Button } from "@/shared/ui/Button";
import { ErrorNote } from "@/shared/ui/ErrorNote";
import { PanelFailed, PanelSkeleton } from "@/shared/ui/PanelState";
import { RobotMark } from "@/shared/ui/RobotMark";
import { countsOf, waitingIn } from "./phones";

const TONES: Record<AddingState, string> = {
	waiting: "text-text-2",
	asking: "text-text-2",
	asked: "text-positive-text",
	refused: "text-danger-text",
	unknown: "text-warning-text",
	cancelled: "text-text-3",
};

type Props = { lists: Asked<ReadonlyMap<AddingId, AddingList>>; onAdd: () => void };

/** Everybody who is being added, list by list, and how far each number is. */
export function AddingLists({ lists, onAdd }: Props) {
	const { t } = useTranslation();
	if (lists.value === undefined) {
		return lists.error === null ? (
			<PanelSkeleton />
		) : (
			<PanelFailed error={lists.error} onRetry={lists.retry} />
		);
	}
	const sorted = [...lists.value.values()].sort((a, b) => b.requestedAt - a.requestedAt);
	if (sorted.length === 0) {
		return (
			<div className="mx-auto max-w-sm px-6 pt-24 text-center">
				<p className="text-message font-medium">{t("contacts.addingNone")}</p>
				<p className="mt-1 mb-4 text-small leading-5 text-text-2">{t("contacts.addingNoneBody")}</p>
				<Button onClick={onAdd}>{t("contacts.add")}</Button>
			</div>
		);
	}
	return (
		<ul className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-6 py-3">
			{sorted.map((list) => (
				<Row key={list.id} list={list} />
			))}
		</ul>
	);
}

function Row({ list }: { list: AddingList }) {
	const { t } = useTranslation();
	const reason = useReason();
	const times = useTimeWords();
	const now = useNow(MINUTE_MS);
	const known = useRobot(list.robotKey);
	const [sure, setSure] = useState(false);
	const cancelling = useMutation({ mutationFn: () => commands.cancelAdding(list.id) });
	const waiting = waitingIn(list);
	const name = known ? oneLine(known.robot.name) : t("robot.unnamed");
	return (
		<li data-testid="adding-list" className="mb-3 rounded-card border border-line bg-surface-1 px-4 py-3">
			<div className="flex items-center gap-2">
				{known && <RobotMark name={name} hue={known.hue} dimmed={known.robot.status !== "online"} />}
				<span className="bidi-isolate min-w-0 truncate font-medium">{name}</span>
				<span className="text-small text-text-3" title={times.full(list.requestedAt)}>
					{t("contacts.addingBy", {
						time: times.list(list.requestedAt, now),
						count: list.phones.length,
					})}
				</span>
				<span className="ml-auto flex items-center gap-2">
					{waiting > 0 &&
						list.cancelledAt === null &&
						(sure ? (
							<>
								<span className="text-small text-text-2">{t("contacts.cancelSure", { count: waiting })}</span>
								<Button size="small" onClick={() => setSure(false)}>
									{t("contacts.cancelKeep")}
								</Button>
								<Button
									size="small"
									look="danger"
									data-testid="adding-cancel-sure"
									disabled={cancelling.isPending}
									onClick={() => cancelling.mutate()}
								>
									{t("contacts.cancelYes")}
								</Button>
							</>
						) : (
							<Button size="small" data-testid="adding-cancel" onClick={() => setSure(true)}>
								{t("contacts.cancel", { count: waiting })}
							</Button>
						))}
				</span>
			</div>
			{list.greeting !== null && (
				<p className="bidi-isolate mt-1 truncate text-small text-text-2" title={list.greeting}>
					{t("contacts.greeting", { text: oneLine(list.greeting) })}
				</p>
			)}
			{cancelling.isError && <ErrorNote className="mt-2">{reason(cancelling.error)}</ErrorNote>}
			<p className="mt-1.5 flex flex-wrap gap-x-3 text-small">
				{countsOf(list).map(([state, count]) => (
					<span key={state} className={TONES[state]}>
						{t(`contacts.state.${state}`)} {count}
					</span>
				))}
			</p>
			<details className="mt-1.5 text-small">
				<summary className="text-text-2 hover:text-text-1">{t("contacts.addingAll")}</summary>
				<ul className="mt-1 max-h-60 overflow-y-auto">
					{list.phones.map((phone) => (
						<li key={phone.phone} className="flex h-7 items-center gap-4">
							<span className="tabular selectable w-32">{maskedPhone(phone.phone)}</span>
							<span className={`${TONES[phone.state]} w-40`}>{t(`contacts.state.${phone.state}`)}</span>
							<span className="selectable min-w-0 flex-1 truncate text-text-3" title={phone.msg}>
								{phone.msg}
							</span>
						</li>
					))}
				</ul>
			</details>
		</li>
	);
}
