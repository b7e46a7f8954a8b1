DROP INDEX `tasks_due_at_index` ON `tasks`;
