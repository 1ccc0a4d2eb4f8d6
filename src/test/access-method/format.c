/*
 * An index access method that knows the number of its format on disk, as VectorChord does: the first page holds it, and scan,
 * insert, vacuum and prewarm refuse another one. Only a build writes the number of this library. Compiled with -DFORMAT=1 and
 * -DFORMAT=2 it is an old and a new library.
 *
 * The other pages are lists of row pointers. A scan returns all of them and leaves their order to the executor.
 */
#include "postgres.h"

#include <math.h>

#include "access/amapi.h"
#include "access/generic_xlog.h"
#include "access/relation.h"
#include "access/relscan.h"
#include "access/tableam.h"
#include "catalog/index.h"
#include "fmgr.h"
#include "storage/bufmgr.h"
#include "utils/builtins.h"
#include "utils/rel.h"

#ifndef FORMAT
#error "compile with -DFORMAT=<number>"
#endif

PG_MODULE_MAGIC;

typedef struct Entries
{
	uint32		count;			/* of the first page: the format */
	ItemPointerData rows[FLEXIBLE_ARRAY_MEMBER];
} Entries;

#define MOST_ROWS ((BLCKSZ - MAXALIGN(SizeOfPageHeaderData) - sizeof(uint32)) / sizeof(ItemPointerData))

typedef struct Position
{
	BlockNumber block;
	uint32		at;
} Position;

static Entries *
entries(Page page)
{
	return (Entries *) PageGetContents(page);
}

/* What lies behind pd_lower is not written to the WAL. */
static void
set_count(Page page, uint32 count, uint32 rows)
{
	entries(page)->count = count;
	((PageHeader) page)->pd_lower = (char *) &entries(page)->rows[rows] - (char *) page;
}

static Buffer
locked(Relation index, BlockNumber block, int mode)
{
	Buffer		buffer = ReadBuffer(index, block);

	LockBuffer(buffer, mode);
	return buffer;
}

static void
refuse_other_format(Relation index)
{
	Buffer		first = locked(index, 0, BUFFER_LOCK_SHARE);
	uint32		format = entries(BufferGetPage(first))->count;

	UnlockReleaseBuffer(first);
	if (format != FORMAT)
		ereport(ERROR,
				(errcode(ERRCODE_INTERNAL_ERROR),
				 errmsg("deserialization: bad version number; index \"%s\" has format %u, and the library reads %u",
						RelationGetRelationName(index), format, (uint32) FORMAT)));
}

static void
new_page(Relation index, uint32 count)
{
	Buffer		buffer = locked(index, P_NEW, BUFFER_LOCK_EXCLUSIVE);
	GenericXLogState *state = GenericXLogStart(index);
	Page		page = GenericXLogRegisterBuffer(state, buffer, GENERIC_XLOG_FULL_IMAGE);

	PageInit(page, BLCKSZ, 0);
	set_count(page, count, 0);
	GenericXLogFinish(state);
	UnlockReleaseBuffer(buffer);
}

/* The lock on the first page lets one insert in at a time. */
static void
append(Relation index, ItemPointer row)
{
	Buffer		first = locked(index, 0, BUFFER_LOCK_EXCLUSIVE);
	BlockNumber last = RelationGetNumberOfBlocks(index) - 1;
	Buffer		buffer;
	GenericXLogState *state;
	Page		page;
	uint32		count;

	buffer = ReadBuffer(index, last);
	if (last == 0 || entries(BufferGetPage(buffer))->count >= MOST_ROWS)
	{
		new_page(index, 0);
		last++;
	}
	ReleaseBuffer(buffer);
	buffer = locked(index, last, BUFFER_LOCK_EXCLUSIVE);
	state = GenericXLogStart(index);
	page = GenericXLogRegisterBuffer(state, buffer, 0);
	count = entries(page)->count;
	set_count(page, count + 1, count + 1);
	entries(page)->rows[count] = *row;
	GenericXLogFinish(state);
	UnlockReleaseBuffer(buffer);
	UnlockReleaseBuffer(first);
}

static void
build_row(Relation index, ItemPointer row, Datum *values, bool *isnull, bool alive, void *state)
{
	append(index, row);
}

static IndexBuildResult *
build(Relation heap, Relation index, IndexInfo *info)
{
	IndexBuildResult *result = palloc0(sizeof(IndexBuildResult));

	new_page(index, FORMAT);
	result->heap_tuples = table_index_build_scan(heap, index, info, true, true, build_row, NULL, NULL);
	result->index_tuples = result->heap_tuples;
	return result;
}

static void
build_empty(Relation index)
{
	elog(ERROR, "there are no unlogged tables in Immich");
}

static bool
insert(Relation index, Datum *values, bool *isnull, ItemPointer row, Relation heap, IndexUniqueCheck unique,
	   bool unchanged, IndexInfo *info)
{
	refuse_other_format(index);
	append(index, row);
	return false;
}

static IndexBulkDeleteResult *
bulk_delete(IndexVacuumInfo *info, IndexBulkDeleteResult *stats, IndexBulkDeleteCallback is_dead, void *state)
{
	Relation	index = info->index;
	BlockNumber blocks;

	refuse_other_format(index);
	stats = stats ? stats : palloc0(sizeof(IndexBulkDeleteResult));
	stats->num_index_tuples = 0;
	blocks = RelationGetNumberOfBlocks(index);
	for (BlockNumber block = 1; block < blocks; block++)
	{
		Buffer		buffer = locked(index, block, BUFFER_LOCK_EXCLUSIVE);
		GenericXLogState *xlog = GenericXLogStart(index);
		Page		page = GenericXLogRegisterBuffer(xlog, buffer, 0);
		Entries    *list = entries(page);
		uint32		kept = 0;

		for (uint32 i = 0; i < list->count; i++)
			if (!is_dead(&list->rows[i], state))
				list->rows[kept++] = list->rows[i];
		stats->tuples_removed += list->count - kept;
		stats->num_index_tuples += kept;
		set_count(page, kept, kept);
		GenericXLogFinish(xlog);
		UnlockReleaseBuffer(buffer);
	}
	return stats;
}

static IndexBulkDeleteResult *
vacuum_cleanup(IndexVacuumInfo *info, IndexBulkDeleteResult *stats)
{
	if (!info->analyze_only)
		refuse_other_format(info->index);
	return stats;
}

static IndexScanDesc
begin_scan(Relation index, int keys, int order_bys)
{
	IndexScanDesc scan = RelationGetIndexScan(index, keys, order_bys);

	scan->opaque = palloc0(sizeof(Position));
	if (order_bys > 0)
	{
		scan->xs_orderbyvals = palloc0(sizeof(Datum) * order_bys);
		scan->xs_orderbynulls = palloc0(sizeof(bool) * order_bys);
	}
	return scan;
}

static void
rescan(IndexScanDesc scan, ScanKey keys, int nkeys, ScanKey order_bys, int norder_bys)
{
	Position   *position = scan->opaque;

	if (order_bys && scan->numberOfOrderBys > 0)
		memmove(scan->orderByData, order_bys, scan->numberOfOrderBys * sizeof(ScanKeyData));
	position->block = 0;
	position->at = 0;
}

/* Nearer than anything: the executor computes the distance itself and sorts. */
static void
set_order(IndexScanDesc scan)
{
	for (int i = 0; i < scan->numberOfOrderBys; i++)
		scan->xs_orderbyvals[i] = Float8GetDatum(-INFINITY);
	scan->xs_recheckorderby = scan->numberOfOrderBys > 0;
	scan->xs_recheck = false;
}

static bool
get_tuple(IndexScanDesc scan, ScanDirection direction)
{
	Position   *position = scan->opaque;

	if (position->block == 0)
	{
		refuse_other_format(scan->indexRelation);
		position->block = 1;
	}
	for (; position->block < RelationGetNumberOfBlocks(scan->indexRelation); position->block++, position->at = 0)
	{
		Buffer		buffer = locked(scan->indexRelation, position->block, BUFFER_LOCK_SHARE);
		Entries    *list = entries(BufferGetPage(buffer));
		bool		found = position->at < list->count;

		if (found)
			scan->xs_heaptid = list->rows[position->at++];
		UnlockReleaseBuffer(buffer);
		if (found)
		{
			set_order(scan);
			return true;
		}
	}
	return false;
}

static void
end_scan(IndexScanDesc scan)
{
}

static void
cost_estimate(struct PlannerInfo *root, struct IndexPath *path, double loops, Cost *startup, Cost *total,
			  Selectivity *selectivity, double *correlation, double *pages)
{
	*startup = 0;
	*total = 1;
	*selectivity = 1;
	*correlation = 0;
	*pages = 1;
}

static bytea *
options(Datum reloptions, bool validate)
{
	return NULL;
}

static bool
validate(Oid operator_class)
{
	return true;
}

PG_FUNCTION_INFO_V1(format_handler);
Datum
format_handler(PG_FUNCTION_ARGS)
{
	IndexAmRoutine *method = makeNode(IndexAmRoutine);

	method->amstrategies = 1;
	method->amsupport = 3;
	method->amcanorderbyop = true;
	method->amoptionalkey = true;
	method->amkeytype = InvalidOid;
	method->ambuild = build;
	method->ambuildempty = build_empty;
	method->aminsert = insert;
	method->ambulkdelete = bulk_delete;
	method->amvacuumcleanup = vacuum_cleanup;
	method->amcostestimate = cost_estimate;
	method->amoptions = options;
	method->amvalidate = validate;
	method->ambeginscan = begin_scan;
	method->amrescan = rescan;
	method->amgettuple = get_tuple;
	method->amendscan = end_scan;
	PG_RETURN_POINTER(method);
}

PG_FUNCTION_INFO_V1(format_prewarm);
Datum
format_prewarm(PG_FUNCTION_ARGS)
{
	Relation	index = relation_open(PG_GETARG_OID(0), AccessShareLock);

	refuse_other_format(index);
	relation_close(index, AccessShareLock);
	PG_RETURN_TEXT_P(cstring_to_text("prewarmed"));
}
