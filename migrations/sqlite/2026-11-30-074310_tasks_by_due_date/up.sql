CREATE INDEX `tasks_due_at_index` ON `tasks` (`due_at`);
