const ROWS = ["w-24", "w-32", "w-20", "w-28", "w-36", "w-24", "w-16"] as const;

/** Chats that are being fetched for the first time, in the shape they will have. */
export function ListSkeleton({ label }: { label: string }) {
	return (
		<div role="status" aria-label={label}>
			{ROWS.map((width, index) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: the rows are all alike.
				<div key={index} className="flex h-16 gap-2.5 px-3">
					<div className="skeleton mt-[9px] size-9 rounded-avatar" />
					<div className="flex flex-1 flex-col justify-center gap-1.5">
						<div className={`skeleton h-3 ${width}`} />
						<div className="skeleton h-2.5 w-44" />
						<div className="skeleton h-2.5 w-20" />
					</div>
				</div>
			))}
		</div>
	);
}
