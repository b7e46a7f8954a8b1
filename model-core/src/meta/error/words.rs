//! Conflicts by the words of the server, in the languages that the servers speak.
//!
//! Diesel knows the code of an error, but tells only a few of them: it has no kind for a lock that was waited for too
//! long, for a row that another transaction has changed, and, on PostgreSQL, for a deadlock. The texts below are those
//! of the servers' own catalogues, as what comes before and after the names in them.

/// The savepoint at the beginning of a transaction that [`transaction`](crate::transaction()) has opened.
const WITNESS: &str = "model_core_unit";

/// Whether a message says that the transaction was in conflict with another one.
pub(super) fn is_conflict(message: &str, details: Option<&str>) -> bool {
    let known = [MYSQL_DEADLOCK, MYSQL_LOCK_WAIT, MYSQL_CHANGED, PG_DEADLOCK, PG_LOCK];
    known.into_iter().flatten().any(|words| says(words, message)) || details.is_some_and(is_circle)
}

/// Whether a message says that a conflict has undone the whole transaction. A message about a lock that was waited for
/// too long does not say it.
pub(super) fn undoes_all(message: &str, details: Option<&str>) -> bool {
    let known = [MYSQL_DEADLOCK, MYSQL_CHANGED, PG_DEADLOCK];
    known.into_iter().flatten().any(|words| says(words, message)) || details.is_some_and(is_circle)
}

/// Whether a message says that the transaction was lost before: PostgreSQL refuses each statement of one that has
/// failed, and the savepoint by which the library knows its own is gone.
pub(super) fn is_lost(message: &str) -> bool {
    PG_ABORTED.contains(&message) || message.contains(WITNESS)
}

/// Whether a message of PostgreSQL says that a policy of row-level security refuses a new row.
pub(super) fn is_row_security(message: &str) -> bool {
    PG_ROW_SECURITY.iter().any(|words| says(words, message))
}

fn says((before, after): &(&str, &str), message: &str) -> bool {
    message.starts_with(before) && message.ends_with(after)
}

/// Whether the details of PostgreSQL show a deadlock: one line for each process, with the lock that it waits for, whose
/// name is not translated.
fn is_circle(details: &str) -> bool {
    let waits = |line: &str| ["ShareLock", "ExclusiveLock", "UpdateLock"].iter().any(|lock| line.contains(lock));
    details.lines().count() > 1 && details.lines().all(waits)
}

/// Error 1213.
const MYSQL_DEADLOCK: &[(&str, &str)] = &[
    ("Beim Versuch, eine Sperre anzufordern, ist ein Deadlock aufgetreten", ""),
    ("Deadlock découvert en essayant d'obtenir les verrous", ""),
    ("Deadlock found when trying to get lock", ""),
    ("Deadlock gevonden tijdens lock-aanvraag poging", ""),
    ("Encontrado estancamiento (deadlock) al intentar obtener el bloqueo", ""),
    ("Encontrado um travamento fatal (deadlock) quando tentava obter uma trava", ""),
    ("Fick 'DEADLOCK' vid låsförsök av block/rad", ""),
    ("Lukustamisel tekkis tupik (deadlock)", ""),
    ("Trovato deadlock durante il lock", ""),
    ("Unakrsno zaključavanje pronađeno kada sam pokušao da dobijem pravo na zaključavanje", ""),
    ("Взаємне блокування знайдено під час спроби отримати блокування", ""),
    ("Возникла тупиковая ситуация в процессе получения блокировки", ""),
    ("ჩიხი ბლოკის მიღების მცდელობისას", ""),
    ("ロック取得中にデッドロックが検出されました", ""),
    ("试图锁定时发现僵局", ""),
];

/// Error 1205.
const MYSQL_LOCK_WAIT: &[(&str, &str)] = &[
    ("Beim Warten auf eine Sperre wurde die zulässige Wartezeit überschritten", ""),
    ("E' scaduto il timeout per l'attesa del lock", ""),
    ("Fick inte ett lås i tid", ""),
    ("Kontrollaeg ületatud luku järel ootamisel", ""),
    ("Lock wacht tijd overschreden", ""),
    ("Lock wait timeout exceeded", ""),
    ("Lock wait timeout overskredet", ""),
    ("Tempo de espera (timeout) de travamento excedido", ""),
    ("Tiempo de espera de bloqueo excedido", ""),
    ("Timeout sur l'obtention du verrou", ""),
    ("Vremenski limit za zaključavanje tabele je istekao", ""),
    ("Затримку очікування блокування вичерпано", ""),
    ("Таймаут ожидания блокировки истек", ""),
    ("ბლოკის მოლოდინის ვადა ამოიწურა", ""),
    ("ロック待ちがタイムアウトしました", ""),
    ("锁等待超时;尝试重新启动事务", ""),
];

/// Error 1020, which MariaDB reports under `innodb_snapshot_isolation`.
const MYSQL_CHANGED: &[(&str, &str)] = &[
    ("A(z) '", "' tablaban talalhato rekord megvaltozott az utolso olvasas ota"),
    ("Cimpul a fost schimbat de la ultima citire a tabelei '", ""),
    ("Datensatz hat sich seit dem letzten Zugriff auf Tabelle '", ""),
    ("El registro ha cambiado desde la ultima lectura de la tabla '", ""),
    ("Enregistrement modifié depuis sa dernière lecture dans la table '", ""),
    ("Il record e` cambiato dall'ultima lettura della tabella '", ""),
    ("Kirje tabelis '", "' on muutunud viimasest lugemisest saadik; alusta transaktsiooni otsast"),
    ("Posten er ændret siden sidste læsning '", ""),
    ("Posten har blitt endret siden den ble lest '", ""),
    ("Posten har förändrats sedan den lästes i register '", ""),
    ("Posten har vorte endra sidan den sist vart lesen '", ""),
    ("Record has changed since last read in table '", ""),
    ("Record is veranderd sinds de laatste lees activiteit in de tabel '", ""),
    ("Registro alterado desde a última leitura da tabela '", ""),
    ("Rekord został zmieniony od ostaniego odczytania z tabeli '", ""),
    ("Slog je promenjen od zadnjeg čitanja tabele '", ""),
    ("Záznam bol zmenený od posledného čítania v tabuľke '", ""),
    ("Záznam byl změněn od posledního čtení v tabulce '", ""),
    ("Η εγγραφή έχει αλλάξει από την τελευταία φορά που ανασύρθηκε από τον πίνακα '", ""),
    ("Запис було змінено з часу останнього читання з таблиці '", ""),
    ("Запись изменилась с момента последней выборки в таблице '", ""),
    ("रिकॉर्ड टेबल '", "' पिछली बार पढ़े जाने के बाद से बदल गया है"),
    ("ცხრილში '", "' ჩანაწერი შეიცვალა ბოლო წაკითხვის შემდეგ. სცადეთ, ტრანზაქცია თავიდან გაუშვათ"),
    ("表 '", "' の最後の読み込み時点から、レコードが変化しました。トランザクションを再試行してください。"),
    ("这个表自上次读后数据有变化'", "';尝试重新启动事务"),
    ("테이블 '", "'에서 마지막으로 읽은 후 Record가 변경되었습니다."),
];

/// SQLSTATE 25P02.
const PG_ABORTED: &[&str] = &[
    "aktuella transaktionen har avbrutits, alla kommandon ignoreras tills slutet på transaktionen",
    "aktuelle Transaktion wurde abgebrochen, Befehle werden bis zum Ende der Transaktion ignoriert",
    "current transaction is aborted, commands ignored until end of transaction block",
    "la transaction est annulée, les commandes sont ignorées jusqu'à la fin du bloc\nde la transaction",
    "la transazione corrente è interrotta, i comandi saranno ignorati fino alla fine del blocco della transazione",
    "transacción abortada, las órdenes serán ignoradas hasta el fin de bloque de transacción",
    "поточна транзакція перервана, команди до кінця блока транзакції пропускаються",
    "текущая транзакция прервана, команды до конца блока транзакции игнорируются",
    "現在のトランザクションがアボートしました。トランザクションブロックが終わるまでコマンドは無視されます",
    "当前事务被终止, 事务块结束之前的查询被忽略",
    "현재 트랜잭션은 중지되어 있습니다. 이 트랜잭션을 종료하기 전까지는 모든 명령이 무시될 것입니다",
];

/// SQLSTATE 42501, as row-level security says it.
const PG_ROW_SECURITY: &[(&str, &str)] = &[
    ("el nuevo registro viola la política de seguridad de registros ", ""),
    ("la nouvelle ligne viole la politique de sécurité au niveau ligne ", ""),
    ("la nuova riga viola la regola di sicurezza per riga ", ""),
    ("neue Zeile verletzt Policy für Sicherheit auf Zeilenebene ", ""),
    ("new row violates row-level security policy ", ""),
    ("ny rad bryter mot radsäkerhetspolicy ", ""),
    ("новая строка нарушает политику защиты на уровне строк ", ""),
    ("новий рядок порушує політику захисту на рівні рядків ", ""),
    ("ახალი მწკრივი არღვევს მწკრივის-დონის უსაფრთხოების პოლიტიკას ", ""),
    ("ახალი მწკრივი ცხრილისთვის ", "მწკრივის-დონის უსაფრთხოების პოლიტიკა არღვევს"),
    ("新しい行はテーブル\"", "違反しています"),
    ("新行违背了表\"", ""),
    ("새 자료가 \"", "위반했습니다."),
    ("새 자료가 \"", "\""),
];

/// SQLSTATE 40P01.
const PG_DEADLOCK: &[(&str, &str)] = &[
    ("Verklemmung (Deadlock) entdeckt", ""),
    ("deadlock detected", ""),
    ("deadlock upptäckt", ""),
    ("deadlock 발생했음", ""),
    ("interblocage (deadlock) détecté", ""),
    ("rilevato deadlock", ""),
    ("se ha detectado un deadlock", ""),
    ("виявлено взаємне блокування", ""),
    ("обнаружена взаимоблокировка", ""),
    ("ნაპოვნია ურთიერთბლოკირება", ""),
    ("デッドロックを検出しました", ""),
    ("检测到死锁", ""),
];

/// SQLSTATE 55P03: `lock_timeout`, and locks that are asked for without waiting.
const PG_LOCK: &[(&str, &str)] = &[
    ("\"", "\" 릴레이션의 잠금 정보를 구할 수 없음"),
    ("annulation de la requête à cause du délai écoulé pour l'obtention des verrous", ""),
    ("annullamento dell'istruzione a causa di timeout di lock", ""),
    ("avbryter sats på grund av lås-timeout", ""),
    ("cancelando la sentencia debido a que se agotó el tiempo de espera de candados (locks)", ""),
    ("canceling statement due to lock timeout", ""),
    ("could not obtain lock on relation \"", ""),
    ("could not obtain lock on row in relation \"", ""),
    ("konnte Sperre für Relation »", ""),
    ("konnte Sperre für Zeile in Relation »", ""),
    ("kunde inte låsa rad i relationen \"", ""),
    ("kunde inte ta lås på relationen \"", ""),
    ("lock della relazione \"", ""),
    ("lock di riga nella relazione \"", ""),
    ("n'a pas pu obtenir un verrou sur la relation « ", ""),
    ("no se pudo bloquear un candado en la fila de la relación «", ""),
    ("no se pudo bloquear un candado en la relación «", ""),
    ("storniere Anfrage wegen Zeitüberschreitung einer Sperre", ""),
    ("виконання оператора скасовано через тайм-аут блокування", ""),
    ("выполнение оператора отменено из-за тайм-аута блокировки", ""),
    ("не вдалося отримати блокування зв'язку \"", ""),
    ("не вдалося отримати блокування у рядку стосовно \"", ""),
    ("не удалось получить блокировку строки в таблице \"", ""),
    ("не удалось получить блокировку таблицы \"", ""),
    ("ბლოკის მიღების შეცდომა ურთიერთობაზე ", ""),
    ("გამოსახულება გაუქმდება ბლოკის მოლოდინის ვადის ამოწურვის გამო", ""),
    ("ურთიერთობაში \"", "\" მწკრივის დაბლოკვის შეცდომა"),
    ("リレーション\"", "\"のロックを取得できませんでした"),
    ("リレーション\"", "\"の行ロックを取得できませんでした"),
    ("ロックのタイムアウトのためステートメントをキャンセルしています", ""),
    ("无法在关系 \"", "\" 上获得锁"),
    ("无法在关系 \"", "\"中的记录上获得锁"),
    ("由于锁超时，取消语句操作", ""),
    ("잠금 대기 시간 초과로 작업을 취소합니다", ""),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conflicts_are_known_in_every_language_and_nothing_else_is() {
        for message in [
            "Deadlock found when trying to get lock; try restarting transaction",
            "Lock wait timeout exceeded; try restarting transaction",
            "Record has changed since last read in table 'articles'; try restarting transaction",
            "Datensatz hat sich seit dem letzten Zugriff auf Tabelle 'articles' geändert. Versuchen Sie es",
            "canceling statement due to lock timeout",
            "could not obtain lock on row in relation \"articles\"",
            "konnte Sperre für Zeile in Relation »articles« nicht setzen",
        ] {
            assert!(is_conflict(message, None), "{message}");
        }
        for message in ["", "canceling statement due to statement timeout", "relation \"articles\" does not exist"] {
            assert!(!is_conflict(message, None), "{message}");
        }
        let circle = "Prozess 7 wartet auf ShareLock-Sperre auf Transaktion 1; blockiert von Prozess 8.\n\
                      Prozess 8 wartet auf ShareLock-Sperre auf Transaktion 2; blockiert von Prozess 7.";
        assert!(is_conflict("?", Some(circle)) && !is_conflict("?", Some("Key (id)=(ShareLock) exists.\nNo.")));
    }
}
