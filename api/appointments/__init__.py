"""Appointments to collect containers."""
