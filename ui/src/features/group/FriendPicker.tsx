import { useInfiniteQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Customer, type CustomerId, commands, type RobotKey } from "@/bindings";
import { SearchField } from "@/shared/directory/SearchField";
import { useReason } from "@/shared/i18n/useReason";
import { oneLine } from "@/shared/text/plain";
import { Avatar } from "@/shared/ui/Avatar";
import { Button } from "@/shared/ui/Button";
import { Tick } from "@/shared/ui/Tick";

const PAGE = 50;

type Props = {
	robot: RobotKey;
	/** Who is there already and cannot be chosen. */
	present: ReadonlySet<CustomerId>;
	chosen: readonly Customer[];
	onToggle: (customer: Customer) => void;
};

/** Whom the robot knows, found by typing; who has parted from it cannot be chosen. Who was chosen stays chosen, whatever is searched for next. */
export function FriendPicker({ robot, present, chosen, onToggle }: Props) {
	const { t } = useTranslation();
	const reason = useReason();
	const [query, setQuery] = useState("");
	const text = useDeferredValue(query.trim());
	const friends = useInfiniteQuery({
		queryKey: ["contacts", robot, text],
		initialPageParam: 0,
		queryFn: ({ pageParam }) =>
			commands.contacts({
				robot,
				text: text === "" ? null : text,
				tag: null,
				// Most are unknown until the platform has been asked about each (2.3); those may be friends.
				relationship: null,
				offset: pageParam,
				limit: PAGE,
			}),
		getNextPageParam: (last, pages) => {
			const read = pages.reduce((count, page) => count + page.items.length, 0);
			return last.items.length > 0 && read < (last.total ?? 0) ? read : undefined;
		},
		placeholderData: (before) => before,
	});
	const items = friends.data?.pages.flatMap((page) => page.items) ?? [];
	return (
		<div className="flex flex-col gap-1.5">
			<SearchField label={t("group.friendSearch")} value={query} onChange={setQuery} testId="friend-search" />
			<div className="h-64 overflow-y-auto rounded-control border border-line p-1">
				{friends.isPending && <span className="skeleton m-2 block h-5 w-2/3" />}
				{friends.isError && (
					<p role="alert" className="p-2 text-small text-danger-text">
						{t("panel.failed", { reason: reason(friends.error) })}
					</p>
				)}
				{friends.data && items.length === 0 && (
					<p className="p-2 text-small text-text-2">
						{text === "" ? t("group.noFriends") : t("group.filterNone", { query: text })}
					</p>
				)}
				<ul>
					{items.map((customer) => (
						<Friend
							key={customer.id}
							customer={customer}
							isPresent={present.has(customer.id)}
							isChosen={chosen.some((each) => each.id === customer.id)}
							onToggle={onToggle}
						/>
					))}
				</ul>
				{friends.hasNextPage && (
					<Button
						look="quiet"
						size="small"
						className="mt-1 w-full"
						disabled={friends.isFetchingNextPage}
						onClick={() => void friends.fetchNextPage()}
					>
						{t("panel.more")}
					</Button>
				)}
			</div>
		</div>
	);
}

type FriendProps = {
	customer: Customer;
	isPresent: boolean;
	isChosen: boolean;
	onToggle: (customer: Customer) => void;
};

function Friend({ customer, isPresent, isChosen, onToggle }: FriendProps) {
	const { t } = useTranslation();
	const name = oneLine(customer.remark || customer.name) || t("group.noName");
	const { relationship } = customer;
	const isGone = relationship !== "normal" && relationship !== "unknown";
	return (
		<li className="flex h-8 items-center rounded-control px-2 hover:bg-hover">
			<span className="min-w-0 flex-1">
				<Tick
					checked={isChosen || isPresent}
					disabled={isPresent || (isGone && !isChosen)}
					testId={`choose-${customer.id}`}
					onChange={() => onToggle(customer)}
				>
					<span className="flex min-w-0 items-center gap-2">
						<Avatar name={name} seed={customer.id} source={null} size={20} />
						<span className="bidi-isolate min-w-0 truncate">{name}</span>
						{customer.remark && (
							<span className="bidi-isolate min-w-0 truncate text-small text-text-3">
								{oneLine(customer.name)}
							</span>
						)}
					</span>
				</Tick>
			</span>
			{(isPresent || isGone) && (
				<span className="shrink-0 text-mini text-text-3">
					{isPresent ? t("group.present") : t(`customer.relation.${relationship}`)}
				</span>
			)}
		</li>
	);
}
