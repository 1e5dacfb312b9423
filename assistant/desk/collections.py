"""Collections: quotes and statements gathered from answers, ordered and annotated, with own words between them."""

import json
import uuid
from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sql

from assistant.desk.paper_json import block_from, block_json, paper_from, paper_json
from assistant.desk.papers import Block, OwnWords, Paper, Quoted, Stated, shown
from assistant.store.answers import moment, plain
from assistant.store.database import Database
from assistant.store.tables import COLLECTION_ITEMS, COLLECTIONS, FROZEN_COPIES
from ingest.errors import NotHeldError, RequestError

MOST_ITEMS = 200
MOST_WORDS = 5000  # characters of own words, of a note
Direction = Literal["up", "down"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing collected: a quote or a statement, which is locked, or own words. ``note`` is an annotation."""

    id: str
    block: Block
    note: str

    @property
    def locked(self) -> bool:
        """Whether its words are not to be changed."""
        return not isinstance(self.block, OwnWords)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A collection as a list shows it."""

    id: str
    title: str
    changed: str
    items: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """A collection whole, its items in order; ``frozen`` are the numbers of its frozen copies."""

    id: str
    title: str
    changed: str
    items: tuple[Item, ...]
    frozen: tuple[int, ...]


class Collections:
    """The collections of a store. Whoever knows a collection's id may read and change it; lists go by reader.

    Those ``only`` of one person: others are then as if they were not kept.
    """

    def __init__(self, database: Database, only: str | None = None) -> None:
        self._database, self._only = database, only

    def of(self, person: str) -> "Collections":
        """Those of one person."""
        return Collections(self._database, person)

    def make(self, title: str, reader: str | None = None) -> str:
        """Make an empty collection; its id."""
        name = uuid.uuid4().hex
        with self._database.begin() as db:
            row = {"id": name, "reader": self._only or reader, "title": shown(title), "changed": moment()}
            db.execute(COLLECTIONS.insert().values(row))
        return name

    def listed(self, reader: str) -> list[Line]:
        """The collections of a reader, the one changed last first."""
        c, i = COLLECTIONS.c, COLLECTION_ITEMS.c
        query = (
            sql.select(c.id, c.title, c.changed, sql.func.count(i.id).label("number"))
            .select_from(COLLECTIONS.outerjoin(COLLECTION_ITEMS, i.collection == c.id))
            .where(c.reader == reader)
            .group_by(c.id, c.title, c.changed)
            .order_by(c.changed.desc())
        )
        with self._database.reading() as db:
            return [Line(id=r.id, title=r.title, changed=r.changed, items=r.number) for r in db.execute(query)]

    def find(self, collection_id: str) -> Collection:
        """The collection with this id. Raises NotHeldError when there is none."""
        i, f = COLLECTION_ITEMS.c, FROZEN_COPIES.c
        collection_id = plain(collection_id)
        with self._database.reading() as db:
            head = db.execute(sql.select(COLLECTIONS).where(COLLECTIONS.c.id == collection_id)).one_or_none()
            if head is None or self._only not in (None, head.reader):
                raise NotHeldError("no such collection is kept", thing=collection_id, remedy="it may have been erased")
            rows = db.execute(sql.select(COLLECTION_ITEMS).where(i.collection == collection_id).order_by(i.place)).all()
            numbers = db.execute(sql.select(f.number).where(f.collection == collection_id).order_by(f.number)).scalars()
            items = tuple(Item(id=r.id, block=block_from(json.loads(r.body)), note=r.note) for r in rows)
            return Collection(
                id=head.id, title=head.title, changed=head.changed, items=items, frozen=tuple(map(int, numbers))
            )

    def rename(self, collection_id: str, title: str) -> None:
        """Give it another title. Raises NotHeldError."""
        self.find(collection_id)
        with self._database.begin() as db:
            db.execute(COLLECTIONS.update().where(COLLECTIONS.c.id == collection_id).values(title=shown(title)))

    def erase(self, collection_id: str) -> None:
        """Erase a collection with its items; its frozen copies stay. Raises NotHeldError."""
        self.find(collection_id)
        with self._database.begin() as db:
            db.execute(COLLECTIONS.delete().where(COLLECTIONS.c.id == collection_id))

    def add(self, collection_id: str, block: Quoted | Stated | OwnWords, note: str = "") -> str:
        """Put something at the end; the item's id.

        Raises NotHeldError when there is no such collection, RequestError when it is full or the words are too long.
        """
        kept = self.find(collection_id)
        if len(kept.items) >= MOST_ITEMS:
            raise RequestError("the collection is full", thing=f"{MOST_ITEMS} items", remedy="begin another one")
        _check_length(block.text if isinstance(block, OwnWords) else note)
        name = uuid.uuid4().hex
        body = json.dumps(block_json(block))
        with self._database.begin() as db:
            i = COLLECTION_ITEMS.c
            last = db.execute(sql.select(sql.func.max(i.place)).where(i.collection == collection_id)).scalar() or 0
            row = {"id": name, "collection": collection_id, "place": last + 1, "body": body, "note": shown(note)}
            db.execute(COLLECTION_ITEMS.insert().values(row))
            _touch(db, collection_id)
        return name

    def annotate(self, collection_id: str, item_id: str, note: str) -> None:
        """Give an item a note. Raises NotHeldError, RequestError when it is too long."""
        _check_length(note)
        self._item(collection_id, item_id)
        self._change(collection_id, item_id, note=shown(note))

    def reword(self, collection_id: str, item_id: str, text: str) -> None:
        """Change own words. Raises RequestError for a quote or a statement, which is locked; NotHeldError."""
        if self._item(collection_id, item_id).locked:
            raise RequestError("a quote is locked", thing=item_id, remedy="add a note or own words beside it")
        _check_length(text)
        self._change(collection_id, item_id, body=json.dumps(block_json(OwnWords(text=text))))

    def move(self, collection_id: str, item_id: str, direction: Direction) -> None:
        """Move an item by one place; at the end of the list nothing happens. Raises NotHeldError."""
        names = [item.id for item in self.find(collection_id).items]
        self._item(collection_id, item_id)
        at = names.index(item_id)
        to = max(0, min(len(names) - 1, at + (1 if direction == "down" else -1)))
        names.insert(to, names.pop(at))
        with self._database.begin() as db:
            for place, name in enumerate(names, start=1):
                db.execute(COLLECTION_ITEMS.update().where(COLLECTION_ITEMS.c.id == name).values(place=place))
            _touch(db, collection_id)

    def take_out(self, collection_id: str, item_id: str) -> None:
        """Take an item out. Raises NotHeldError."""
        self._item(collection_id, item_id)
        with self._database.begin() as db:
            db.execute(COLLECTION_ITEMS.delete().where(COLLECTION_ITEMS.c.id == item_id))
            _touch(db, collection_id)

    def keep_frozen(self, collection_id: str, paper: Paper) -> int:
        """Keep ``paper`` as a frozen copy of a collection; its number, counted up through the whole store."""
        body = json.dumps(paper_json(paper))
        with self._database.begin() as db:
            reader = sql.select(COLLECTIONS.c.reader).where(COLLECTIONS.c.id == collection_id).scalar_subquery()
            row = {"collection": collection_id, "made": moment(), "body": body, "reader": reader}
            made = db.execute(FROZEN_COPIES.insert().values(row)).inserted_primary_key
        return int(made[0]) if made else 0

    def frozen(self, collection_id: str, number: int) -> Paper:
        """A frozen copy of a collection as it was made. Raises NotHeldError."""
        f = FROZEN_COPIES.c
        query = sql.select(f.body).where(f.number == number, f.collection == plain(collection_id))
        if self._only is not None:
            query = query.where(f.reader == self._only)
        with self._database.reading() as db:
            body = db.execute(query).scalar()
        if body is None:
            raise NotHeldError("no such frozen copy is kept", thing=str(number), remedy="open the collection it is of")
        return paper_from(json.loads(body))

    def _item(self, collection_id: str, item_id: str) -> Item:
        found = next((item for item in self.find(collection_id).items if item.id == item_id), None)
        if found is None:
            raise NotHeldError("no such item is in the collection", thing=item_id, remedy="it may have been taken out")
        return found

    def _change(self, collection_id: str, item_id: str, **values: str) -> None:
        with self._database.begin() as db:
            db.execute(COLLECTION_ITEMS.update().where(COLLECTION_ITEMS.c.id == item_id).values(**values))
            _touch(db, collection_id)


def _touch(db: sql.Connection, collection_id: str) -> None:
    db.execute(COLLECTIONS.update().where(COLLECTIONS.c.id == collection_id).values(changed=moment()))


def _check_length(text: str) -> None:
    if len(text) > MOST_WORDS:
        raise RequestError("the words are too long", thing=f"{len(text)} characters", remedy=f"at most {MOST_WORDS}")
