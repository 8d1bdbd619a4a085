package org.carerrecord.councilcase;

/**
 * The partner that sends an extract.
 *
 * @param ods its ODS code, by which its numbers of people are known
 * @param name as the agreement has it; may be empty
 */
public record Council(String ods, String name) {}
