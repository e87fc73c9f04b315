//! The tables of a store, opened.

use std::sync::Arc;

use futures::TryStreamExt as _;
use object_store::path::Path;
use tokio::sync::{Mutex, OnceCell};

use super::error::StoreError;
use super::flush::{ORDER, claim};
use super::open_games;
use super::options::StoreOptions;
use super::place::StorePlace;
use super::quarantine::{self, Missing};
use super::table::{ColdTable, ColdView};
use crate::store::{ColdViews, PerTable, SavedGames, Table};

/// The tables of a store. Clones share them.
#[derive(Debug, Clone)]
pub(crate) struct Store {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    place: StorePlace,
    options: StoreOptions,
    tables: PerTable<Mutex<ColdTable>>,
    /// Under which number this process stores events, once it does.
    writer: OnceCell<i64>,
}

/// A store as it is found.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) views: ColdViews,
    pub(crate) games: Option<SavedGames>,
    pub(crate) missing: Vec<Missing>,
}

impl Found {
    /// Position up to which every table holds its rows. The table of events is committed last, and by every flush, so its
    /// position is the store's.
    pub(crate) fn position(&self) -> u64 {
        self.views.get(Table::Events).as_ref().map_or(0, |view| view.position)
    }
}

impl Store {
    /// Opens a store to be written, and makes what is not there yet.
    pub(crate) async fn open(place: StorePlace, options: StoreOptions) -> Result<(Self, Found), StoreError> {
        let mut tables = Vec::with_capacity(Table::COUNT);
        for table in Table::ALL {
            tables.push(ColdTable::open_or_create(&place, table.name(), &table.schema()).await?);
        }
        let views = Table::ALL.into_iter().zip(&tables).map(|(_, table)| Some(Arc::clone(table.view())));
        let mut views = views.collect::<Vec<_>>().into_iter();
        let views = PerTable::from_fn(|_| views.next().flatten());
        let mut tables = tables.into_iter();
        let tables = PerTable::try_from_fn(|_| tables.next().map(Mutex::new))
            .ok_or_else(|| StoreError::Bug("fewer tables were opened than there are".to_owned()))?;
        let found = with_games(&place, views).await?;
        Ok((Self { shared: Arc::new(Shared { place, options, tables, writer: OnceCell::new() }) }, found))
    }

    /// Looks at a store without changing it.
    pub(crate) async fn look(place: &StorePlace) -> Result<Found, StoreError> {
        let mut views = ColdViews::default();
        for table in Table::ALL {
            let opened = ColdTable::open(place, table.name(), table.schema()).await?;
            *views.get_mut(table) = opened.map(|opened| Arc::clone(opened.view()));
        }
        with_games(place, views).await
    }

    pub(crate) fn place(&self) -> &StorePlace {
        &self.shared.place
    }

    pub(crate) fn options(&self) -> &StoreOptions {
        &self.shared.options
    }

    /// A table, for whoever comes first.
    pub(super) fn table(&self, table: Table) -> &Mutex<ColdTable> {
        self.shared.tables.get(table)
    }

    /// The number under which this process stores events. The first call makes it the only one that does: whoever did so
    /// before cannot commit any more.
    pub(super) async fn writer(&self) -> Result<i64, StoreError> {
        self.shared.writer.get_or_try_init(|| self.claim()).await.copied()
    }

    async fn claim(&self) -> Result<i64, StoreError> {
        let writer = self.shared.place.unique();
        for table in ORDER {
            claim(self, table, writer).await?;
        }
        Ok(writer)
    }

    /// The files of every table, as last seen.
    pub(super) async fn views(&self) -> ColdViews {
        let mut views = ColdViews::default();
        for table in Table::ALL {
            *views.get_mut(table) = Some(Arc::clone(self.table(table).lock().await.view()));
        }
        views
    }

    /// The files of one table, read anew.
    pub(crate) async fn reload(&self, table: Table) -> Result<Arc<ColdView>, StoreError> {
        let mut cold = self.table(table).lock().await;
        cold.reload().await?;
        Ok(Arc::clone(cold.view()))
    }

    /// The files of one table, as last seen.
    pub(crate) async fn view(&self, table: Table) -> Arc<ColdView> {
        Arc::clone(self.table(table).lock().await.view())
    }
}

/// What every table lacks.
pub(crate) async fn missing(place: &StorePlace) -> Result<Vec<Missing>, StoreError> {
    let mut all = Vec::new();
    for table in Table::ALL {
        all.extend(quarantine::missing(place, table.name()).await?);
    }
    Ok(all)
}

/// What a copy of a store as of one version of each table consists of.
#[derive(Debug)]
pub(crate) struct StoredObjects {
    /// Position up to which the copy holds everything.
    pub(crate) position: u64,
    /// Data first, then the commits that make it a table.
    pub(crate) paths: Vec<Path>,
}

/// Lists what to copy. The table of events is read first, so that no other table is behind it.
pub(crate) async fn stored_objects(place: &StorePlace) -> Result<StoredObjects, StoreError> {
    let mut objects = StoredObjects { position: 0, paths: Vec::new() };
    let mut tables = Table::ALL;
    tables.sort_by_key(|table| *table != Table::Events);
    for table in tables {
        let Some(opened) = ColdTable::open(place, table.name(), table.schema()).await? else { continue };
        let view = opened.view();
        if table == Table::Events {
            objects.position = view.position;
        }
        objects.paths.extend(view.files.iter().map(|file| Path::from_iter([table.name(), file.name.as_str()])));
        objects.paths.extend(commits(place, table, view.version).await?);
    }
    objects.paths.extend(open_games::paths(place, objects.position).await?);
    objects.paths.extend(quarantine::notes(place).await?);
    Ok(objects)
}

/// The files of a table's transaction log up to a version.
async fn commits(place: &StorePlace, table: Table, version: u64) -> Result<Vec<Path>, StoreError> {
    let folder = Path::from_iter([table.name(), "_delta_log"]);
    let listed: Vec<_> = place.writes().list(Some(&folder)).try_collect().await.map_err(StoreError::object(&folder))?;
    let is_old_enough = |path: &Path| {
        let number =
            path.filename().and_then(|name| name.split('.').next()).and_then(|number| number.parse::<u64>().ok());
        number.is_some_and(|number| number <= version)
    };
    let mut paths: Vec<Path> = listed.into_iter().map(|object| object.location).filter(is_old_enough).collect();
    paths.sort();
    Ok(paths)
}

async fn with_games(place: &StorePlace, views: ColdViews) -> Result<Found, StoreError> {
    let mut found = Found { views, games: None, missing: missing(place).await? };
    let position = found.position();
    if position > 0 {
        found.games = Some(open_games::load(place, position).await?);
    }
    Ok(found)
}
