/** The shared record: its two roads, in ({@link org.carerrecord.fhirserver.WritePath}) and out ({@link
 * org.carerrecord.fhirserver.ReadPath}).
 */
@NullMarked
package org.carerrecord.fhirserver;

import org.jspecify.annotations.NullMarked;
