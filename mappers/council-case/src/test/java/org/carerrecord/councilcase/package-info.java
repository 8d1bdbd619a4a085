@NullMarked
package org.carerrecord.councilcase;

import org.jspecify.annotations.NullMarked;
